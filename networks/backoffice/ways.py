"""The way back: what was noted from the page of a network ends on that page."""

from django.shortcuts import redirect

from networks.models import Network
from office.backoffice.frame import record_url

# In the address of a form: to which page one goes back from it.
BACK, HERE = "back", "network"


def network_of(record):
    holder = getattr(record, "membership", None) or getattr(record, "seat", None) or record
    return holder.network


class BackToNetwork:
    """Mixin of the admin class of what stands in the panel of a network."""

    def response_post_save_add(self, request, obj):
        return self._back(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self._back(request, obj) or super().response_post_save_change(request, obj)

    def _back(self, request, record):
        if request.GET.get(BACK) != HERE:
            return None
        networks = Network.objects.visible_to(request.user)
        network = networks.filter(pk=network_of(record).pk).first()
        return redirect(record_url(network)) if network else None
