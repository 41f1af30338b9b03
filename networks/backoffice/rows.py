"""The rows that stand on the forms of networks and memberships."""

from networks.models import (
    Activity,
    CityInNetwork,
    MembershipContact,
    Seat,
    Suspension,
    WorkingGroup,
)
from office.backoffice import RecordInline, TranslatedInline
from office.backoffice.forms import RowsFormSet


class ClashingRows(RowsFormSet):
    """Rows of which two that are typed together may not both stand: told at the second."""

    def clean(self):
        super().clean()
        good = []
        for form in self.forms:
            if not form.is_valid() or not form.cleaned_data or self._should_delete_form(form):
                continue
            row = form.instance
            clashes = (clash for one in good if (clash := row.clashes_with(one)))
            for field, message in next(clashes, {}).items():
                form.add_error(field, message)
            good.append(row)


class WorkingGroupInline(TranslatedInline):
    model = WorkingGroup
    fields = ["name"]
    classes = ["collapse"]


class SeatInline(TranslatedInline):
    model = Seat
    formset = ClashingRows
    fields = [("kind", "number"), "working_group", "name", "next_election"]
    classes = ["collapse"]


class CityInNetworkInline(RecordInline):
    model = CityInNetwork
    fields = ["city", "since", "until", "source"]
    autocomplete_fields = ["city"]
    classes = ["collapse"]


class ActivityInline(TranslatedInline):
    model = Activity
    fields = ["title", "kind", ("happened_on", "ended_on"), "url"]
    classes = ["collapse"]


class SuspensionInline(RecordInline):
    model = Suspension
    formset = ClashingRows
    fields = ["since", "until", "act"]
    autocomplete_fields = ["act"]


class MembershipContactInline(RecordInline):
    model = MembershipContact
    fields = ["part", "person", "organisation"]
    autocomplete_fields = ["person", "organisation"]
