from django.urls import path
from django.utils.translation import pgettext_lazy

from tours import views

app_name = "tours"
urlpatterns = [
    path(pgettext_lazy("url", "guided-tours/"), views.route_list, name="route_list"),
    path(
        pgettext_lazy("url", "guided-tours/<slug:slug>/"), views.route_detail, name="route_detail"
    ),
]
