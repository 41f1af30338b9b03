from django.urls import path
from django.utils.translation import pgettext_lazy

from partnerships import views

app_name = "partnerships"
urlpatterns = [
    path(pgettext_lazy("url", "partner-cities/"), views.city_list, name="city_list"),
    path(pgettext_lazy("url", "partner-cities/map/"), views.city_map, name="city_map"),
    path(pgettext_lazy("url", "partner-cities/timeline/"), views.timeline, name="timeline"),
    path(
        pgettext_lazy("url", "partner-cities/anniversaries/"),
        views.anniversaries,
        name="anniversaries",
    ),
    path(pgettext_lazy("url", "partner-cities/cities.csv"), views.cities_csv, name="cities_csv"),
    path(pgettext_lazy("url", "kinds-of-bond/"), views.bond_types, name="bond_types"),
    path(pgettext_lazy("url", "rules-in-force/"), views.rules, name="rules"),
]
