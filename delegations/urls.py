from django.urls import path
from django.utils.translation import pgettext_lazy

from delegations import public_views

app_name = "delegations"
urlpatterns = [
    path(pgettext_lazy("url", "delegations/"), public_views.delegations_received, name="received"),
    path(
        pgettext_lazy("url", "delegations/delegations.csv"),
        public_views.received_csv,
        name="received_csv",
    ),
    path(pgettext_lazy("url", "delegations/<slug:slug>/"), public_views.news, name="news"),
]
