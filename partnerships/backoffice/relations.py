"""The relations with the partner cities: which are alive, which are dormant, and why."""

from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.papers.report import Report, Section, Table, text_of
from office.papers.served import FORMATS, answer
from office.start_page import Line
from office.text import fold
from partnerships.anniversaries import months_after
from partnerships.backoffice.confirmations import timeline_url
from partnerships.relations import MONTHS, Sign, dormancy, dormant_count, relations

NAME = "partnerships_relations"
TITLE = gettext_lazy("Relations with the partner cities")


def by_name(one):
    return fold(one.city.name)


def by_bond(one):
    return one.agreement.bond_type.rank


def by_last(one):
    """The longest silence first; before it, of what nothing is recorded."""
    return (one.last is not None, one.last and one.last.last)


def by_signs(one):
    return tuple(-count for count in one.contacts)


ORDERS = {
    "name": (gettext_lazy("name of the city"), by_name),
    "bond": (gettext_lazy("kind of bond"), by_bond),
    "last": (gettext_lazy("last sign of life, the oldest first"), by_last),
    "contacts": (gettext_lazy("number of signs of life"), by_signs),
}


class RelationFilter(forms.Form):
    sign = forms.ChoiceField(
        label=gettext_lazy("Which relations"),
        required=False,
        choices=[("", gettext_lazy("all")), *[one for one in Sign.choices if one[0]]],
    )
    order = forms.ChoiceField(
        label=pgettext_lazy("of a list", "Order"),
        required=False,
        choices=[(name, label) for name, (label, _key) in ORDERS.items()],
    )

    def chosen(self, found):
        """The relations asked for, in the order asked for; all where it is not understood."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("sign"):
            found = [one for one in found if one.sign == asked["sign"]]
        _label, key = ORDERS[asked.get("order") or "name"]
        return sorted(sorted(found, key=by_name), key=key)


def page(request):
    """With whom are we in touch, and where has it gone quiet?"""
    form, found, today = asked_for(request)
    return frame.page(
        request,
        "admin/partnerships/relations.html",
        TITLE,
        filter=form,
        lines=[(one, timeline_url(one.city), counted_urls(one, today)) for one in found],
        rule=dormancy(today),
        formats=FORMATS,
        export=f"admin:{NAME}_export",
        query=request.GET.urlencode(),
    )


def counted_urls(relation, today):
    """[(how many, address of the timeline that shows these)] of 12 and of 24 months."""
    shown = timeline_url(relation.city)
    return [
        (count, f"{shown}?{urlencode({'since': months_after(today, -months), 'signs': 'on'})}")
        for count, months in zip(relation.contacts, MONTHS, strict=True)
    ]


def export(request, ending):
    _form, found, today = asked_for(request)
    return answer(request, report(found, today), ending)


def asked_for(request):
    today = timezone.localdate()
    form = RelationFilter(request.GET)
    return form, form.chosen(relations(request.user, today)), today


def report(found, today):
    """The list as a paper."""
    header = [
        _("City"),
        _("Country"),
        _("Kind of bond"),
        _("State of the agreement"),
        _("Last sign of life"),
        _("What it was"),
        _("Signs of life in 12 months"),
        _("Signs of life in 24 months"),
        _("Relation"),
        _("To be noted"),
    ]
    rows = [
        [
            text_of(one.city, "name"),
            text_of(one.city.country, "name"),
            text_of(one.agreement.bond_type, "name"),
            one.agreement.get_status_display(),
            one.last or _("nothing recorded"),
            str(one.latest.kind) if one.latest else "–",
            *one.contacts,
            one.sign.label,
            "; ".join(map(str, one.notes)),
        ]
        for one in found
    ]
    return Report(
        title=str(TITLE),
        intro=[rule_in_words(dormancy(today))],
        sections=[Section(_("Partner cities"), table=Table(header, rows))] if rows else [],
        is_demo=any(one.city.is_demo for one in found),
        landscape=True,
    )


def rule_in_words(rule):
    if rule is None:
        return _("No rule says when a relation counts as dormant, so none is called so.")
    words = ngettext(
        "A relation counts as dormant after %(count)d month without a sign of life (%(text)s).",
        "A relation counts as dormant after %(count)d months without a sign of life (%(text)s).",
        rule.figure,
    )
    return words % {"count": rule.figure, "text": rule.text}


PAGE = Page(
    label=TITLE,
    app="partnerships",
    address="partnerships/relations/",
    permission="partnerships.view_agreement",
    view=page,
    export=export,
)


def start_lines(user):
    """For the start page: how many relations are dormant."""
    if not user.has_perm(PAGE.permission):
        return []
    count = dormant_count(user, timezone.localdate())
    label = ngettext("dormant relation", "dormant relations", count)
    return [Line(label, count, f"{reverse(f'admin:{NAME}')}?sign={Sign.DORMANT}")]
