from django.urls import path
from django.utils.translation import pgettext_lazy

from partnerships import views

app_name = "partnerships"
urlpatterns = [
    path(pgettext_lazy("url", "partner-cities/"), views.city_list, name="city_list"),
    path(pgettext_lazy("url", "kinds-of-bond/"), views.bond_types, name="bond_types"),
]
