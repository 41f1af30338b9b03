"""
Pages of the back-office that are no list of one kind of record, handed in by each app.

They stand on the start page among the lists of their app, and the box at the head of
every page finds them by name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.functional import Promise

from office.registry import Registry

# Name of the URL -> Page.
pages = Registry()
# Name of the URL -> (address, view) of a page about one record: it stands in no list.
of_one = Registry()


@dataclass(frozen=True)
class Page:
    """
    One page: its name, its app, its address below /admin/, and the permission that opens it.

    Without a permission everybody in the back-office opens it. `export(request, ending)` hands
    the same out as a file.
    """

    label: str | Promise
    app: str
    address: str
    view: Callable
    export: Callable | None = None
    permission: str = ""

    def is_open_to(self, user):
        return not self.permission or user.has_perm(self.permission)

    def urls(self, name, admin_view):
        yield path(self.address, admin_view(self._guarded(self.view)), name=name)
        if self.export:
            address = f"{self.address}export/<str:ending>/"
            yield path(address, admin_view(self._guarded(self.export)), name=f"{name}_export")

    def _guarded(self, view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not self.is_open_to(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded


def urls(admin_view):
    listed = [url for name, page in pages.items() for url in page.urls(name, admin_view)]
    return listed + [
        path(address, admin_view(view), name=name) for name, (address, view) in of_one.items()
    ]


def of_app(app, user):
    """(name of the URL, label, address) of the pages of an app that the user may open."""
    return [
        (name, page.label, reverse(f"admin:{name}"))
        for name, page in pages.items()
        if page.app == app and page.is_open_to(user)
    ]
