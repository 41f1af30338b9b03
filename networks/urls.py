from django.urls import path
from django.utils.translation import pgettext_lazy

from networks import views

app_name = "networks"
urlpatterns = [
    path(pgettext_lazy("url", "networks/"), views.network_list, name="network_list"),
    path(pgettext_lazy("url", "networks/networks.csv"), views.networks_csv, name="networks_csv"),
    path(
        pgettext_lazy("url", "networks/<slug:slug>/"), views.network_detail, name="network_detail"
    ),
]
