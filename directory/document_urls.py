"""
Where the files of documents are handed out, outside the languages: one file for all readers.

A namespace of its own, because that of the directory stands under a language.
"""

from django.urls import path

from directory import document_views as views

app_name = "documents"
urlpatterns = [
    path("<int:pk>/", views.current, name="current"),
    path("<int:pk>/<int:number>/<str:name>", views.file, name="file"),
    path("<int:pk>/<int:number>/picture/<str:size>.webp", views.picture, name="picture"),
]
