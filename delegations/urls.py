from django.urls import path
from django.utils.translation import pgettext_lazy

from delegations import views

app_name = "delegations"
urlpatterns = [
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
]
