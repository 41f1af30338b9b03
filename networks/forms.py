"""What a visitor may ask the list of networks."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from networks.models import Network
from networks.standing import Standing
from office.public_lists import AddressFilter


class NetworkFilter(AddressFilter):
    """The filters, all in the address: ?kind=thematic_network&state=member."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of network"),
        required=False,
        choices=[("", gettext_lazy("All kinds")), *Network.Kind.choices],
        error_messages={"invalid_choice": gettext_lazy("There is no such kind of network.")},
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Our membership"),
        required=False,
        choices=[("", gettext_lazy("All states")), *Standing.choices],
        error_messages={"invalid_choice": gettext_lazy("There is no such state.")},
    )

    def filter(self, entries):
        """The entries of the list that were asked for. Call it on a valid form only."""
        kind, state = self.cleaned_data["kind"], self.cleaned_data["state"]
        return [
            one for one in entries if kind in ("", one.network.kind) and state in ("", one.standing)
        ]

    def in_words(self):
        words = {"kind": _("Kind of network: %(value)s"), "state": _("Our membership: %(value)s")}
        return [
            (name, words[name] % {"value": dict(self.fields[name].choices)[value]})
            for name, value in self.cleaned_data.items()
            if value
        ]
