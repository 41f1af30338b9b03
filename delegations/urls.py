from django.urls import path
from django.utils.translation import pgettext_lazy

from delegations import public_views, register_views, views

app_name = "delegations"
urlpatterns = [
    path(pgettext_lazy("url", "delegations/"), public_views.delegations_received, name="received"),
    path(
        pgettext_lazy("url", "delegations/delegations.csv"),
        public_views.received_csv,
        name="received_csv",
    ),
    path(pgettext_lazy("url", "delegations/<slug:slug>/"), public_views.news, name="news"),
    path(pgettext_lazy("url", "visits/request/"), views.request_visit, name="request"),
    path(pgettext_lazy("url", "visits/request/kept/"), views.request_kept, name="request_kept"),
    path(
        pgettext_lazy("url", "visits/request/sent/<str:signed>/"),
        views.request_sent,
        name="request_sent",
    ),
    path(
        pgettext_lazy("url", "visits/request/sent/<str:signed>/receipt.pdf"),
        views.request_receipt,
        name="request_receipt",
    ),
    path(pgettext_lazy("url", "visits/lost-address/"), views.lost_link, name="lost_link"),
    path(
        pgettext_lazy("url", "gifts-and-honours/"),
        register_views.gifts_and_honours,
        name="registers",
    ),
    path(
        pgettext_lazy("url", "gifts-and-honours/gifts.csv"),
        register_views.gifts_csv,
        name="gifts_csv",
    ),
    path(
        pgettext_lazy("url", "gifts-and-honours/honours.csv"),
        register_views.honours_csv,
        name="honours_csv",
    ),
]
