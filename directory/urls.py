from django.urls import path
from django.utils.translation import pgettext_lazy

from directory import views

app_name = "directory"
urlpatterns = [
    path(
        pgettext_lazy("url", "partner-cities/<slug:slug>/"), views.city_detail, name="city_detail"
    ),
    path(pgettext_lazy("url", "acts/<int:pk>/"), views.act_detail, name="act_detail"),
    # A picture has no language: its path has no word for people to read.
    path("people/<int:pk>/photograph/", views.person_photograph, name="person_photograph"),
]
