"""The addresses of the import, within the back-office."""

from django.urls import path

from office.exchange import views


def urls(wrap):
    """The addresses, each view wrapped by the admin site: who is not signed in is sent there."""
    pages = [
        ("", views.import_list),
        ("new/", views.import_new),
        ("template/<str:resource>/<str:ending>/", views.import_template),
        ("<int:pk>/", views.import_detail),
        ("<int:pk>/columns/", views.import_columns),
        ("<int:pk>/rows/", views.import_rows),
        ("<int:pk>/check/", views.import_check),
        ("<int:pk>/run/", views.import_run),
        ("<int:pk>/undo/", views.import_undo),
        ("<int:pk>/discard/", views.import_discard),
    ]
    return [path(f"import/{end}", wrap(view), name=view.__name__) for end, view in pages]
