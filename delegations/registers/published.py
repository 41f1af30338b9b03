"""What the public reads of gifts and honours: by year, as a page and as open data."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from delegations.models import GiftLine, Honour
from office.models import Office
from office.public_lists import AddressFilter


class RegisterFilter(AddressFilter):
    """The year, in the address: ?year=2025. Without it the page shows the latest."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        required=False,
        min_value=1000,
        max_value=9000,
        error_messages={"invalid": gettext_lazy("Write the year in four figures: 1965.")},
    )

    def filter(self, rows):
        """Those that were asked for. Call it on a valid form only."""
        year = self.cleaned_data["year"]
        return rows.in_year(year) if year else rows

    def in_words(self):
        year = self.cleaned_data["year"]
        return [("year", _("Year: %(value)s") % {"value": year})] if year else []


def gifts():
    """With what a line names; a person is named nowhere."""
    rows = GiftLine.objects.public().in_order()
    return rows.select_related("gift", "organisation", "city__country")


def honours():
    rows = Honour.objects.public().in_order()
    return rows.select_related(
        "kind", "person", "organisation", "city__country", "act__body", "act__audience"
    ).prefetch_related("citations__source")


def years():
    """The years of which something is published, the latest first: two queries."""
    found = {*GiftLine.objects.public().years(), *Honour.objects.public().years()}
    return sorted(found, reverse=True)


def name_of(honour):
    """The name, where it may be read; "" of everybody else."""
    return str(honour.person or honour.name) if honour.is_named else ""


def motivation_of(honour):
    """As it was read aloud, which says the name: only where that may be read, or there is none."""
    somebody = honour.person_id or honour.name or honour.office
    return honour.motivation if honour.is_named or not somebody else ""


def act_of(honour):
    """Its act, where everybody may read it."""
    act = honour.act
    return act if act and act.audience.is_public else None


# ---------------------------------------------------------------- the tables


def gift_columns():
    """The heading of each column, and what it says of a line."""
    licence = Office.objects.current().licence
    return {
        _("Day"): lambda one: one.day.isoformat(),
        _("Given or received"): lambda one: str(one.get_direction_display()),
        _("Gift"): lambda one: str(one.gift) if one.gift_id else one.words,
        _("Pieces"): lambda one: one.quantity,
        _("Value in euro"): lambda one: one.value,
        _("Estimated"): lambda one: _("yes") if one.is_estimated else "",
        _("Office held"): lambda one: one.office,
        _("Organisation"): lambda one: str(one.organisation or ""),
        _("City"): lambda one: str(one.city or ""),
        _("Country"): lambda one: str(one.from_country or ""),
        _("Demonstration"): lambda one: _("made up") if one.is_demo else "",
        _("Licence"): lambda _one: licence,
    }


def honour_columns():
    licence = Office.objects.current().licence
    return {
        _("Honour"): lambda one: str(one.kind),
        _("Conferred on"): lambda one: one.conferred_on.isoformat(),
        _("Handed over on"): lambda one: one.handed_over_on and one.handed_over_on.isoformat(),
        _("Revoked on"): lambda one: one.revoked_on and one.revoked_on.isoformat(),
        _("Name"): name_of,
        _("Office held"): lambda one: one.office,
        _("Organisation"): lambda one: str(one.organisation or ""),
        _("City"): lambda one: str(one.city or ""),
        _("Motivation"): motivation_of,
        _("Act"): lambda one: str(act_of(one) or ""),
        _("Demonstration"): lambda one: _("made up") if one.is_demo else "",
        _("Licence"): lambda _one: licence,
    }


def file_name(what):
    day = {"day": timezone.localdate().isoformat()}
    if what == "gifts":
        return pgettext("file", "gifts-%(day)s.csv") % day
    return pgettext("file", "honours-%(day)s.csv") % day
