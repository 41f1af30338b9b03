"""Gifts and honours of a city: the panel above its form, and the honours on its timeline."""

from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.models import GiftLine, Honour
from directory.backoffice.panels import Line, Panel
from directory.timeline import Happening, Strand, overlapping
from office.backoffice.frame import url_of

SHOWN = 6


def panel_of(city, user):
    """The latest gifts and honours: two queries."""
    if not user.has_perm("delegations.view_giftline"):
        return None
    gifts = GiftLine.objects.visible_to(user).standing().filter(city=city)
    gifts = list(gifts.with_names().in_order()[: SHOWN + 1])
    honours = Honour.objects.visible_to(user).filter(Q(city=city) | Q(organisation__city=city))
    honours = list(honours.with_names().in_order()[:SHOWN])
    lines = [
        Line(str(one), url_of(one), one.conferred_on.display(), one.is_demo) for one in honours
    ]
    lines += [Line(str(one), url_of(one), said(one), one.is_demo) for one in gifts[:SHOWN]]
    return Panel(
        "gifts",
        _("Gifts and honours"),
        lines,
        empty=_("None is recorded."),
        actions=tuple(actions(city, user, more=len(gifts) > SHOWN)),
    )


def said(line):
    return f"{line.get_direction_display()}, {date_format(line.day, 'SHORT_DATE_FORMAT')}"


def actions(city, user, more):
    if user.has_perm("delegations.add_giftline"):
        url = f"{reverse('admin:delegations_giftline_add')}?{urlencode({'city': city.pk})}"
        yield (_("Give a gift"), url)
    if more:
        query = urlencode({"city__id__exact": city.pk})
        yield (_("All gifts"), f"{reverse('admin:delegations_giftline_changelist')}?{query}")


class Conferred(Strand):
    """That somebody of the city, or the city itself, was honoured. It is no sign of life."""

    def happenings(self, cities, reader, *, during=None):
        rows = Honour.objects.visible_to(reader) if reader.is_authenticated else self._public()
        rows = overlapping(rows.filter(city__in=list(cities)), "conferred_on", during)
        for one in rows.with_names():
            yield Happening(
                key=f"honour:{one.pk}",
                city=one.city_id,
                on=one.conferred_on,
                kind=gettext_lazy("honour"),
                text=str(one.kind) if not reader.is_authenticated else str(one),
                record=one,
                is_contact=False,
            )

    def _public(self):
        return Honour.objects.public()


conferred = Conferred()
