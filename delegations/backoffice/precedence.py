"""The order of the people of a visit, or of one item: who stands where, why, and who is moved."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from delegations import actions
from delegations.backoffice.pages import CHANGES, of_visit
from delegations.models import Lineup, PrecedenceTable, ProgrammeItem, Standing
from delegations.precedence import lines, papers
from delegations.precedence.order import Order
from directory.models import Country, Person
from office.backoffice import frame
from office.backoffice.forms import OpenedForm, PlainEndsOfLines
from office.backoffice.widgets import found_by_typing
from office.papers.served import FORMATS

TITLE = gettext_lazy("Order of precedence")
FIRST = "first"


class LineUpForm(forms.Form):
    """For what people are lined up, and by which table."""

    item = forms.ModelChoiceField(
        None,
        required=False,
        label=gettext_lazy("for"),
        empty_label=gettext_lazy("the whole visit"),
    )
    table = forms.ModelChoiceField(None, label=gettext_lazy("by the table"), empty_label=None)

    def __init__(self, data=None, *, items, tables):
        super().__init__(data, prefix="new")
        self.fields["item"].queryset = items
        self.fields["table"].queryset = tables


class MoveForm(PlainEndsOfLines, forms.Form):
    after = forms.ChoiceField(label=gettext_lazy("New place"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It is kept with the order, and shown to colleagues."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, placed, standing, to=""):
        rows = [one.standing for one in placed]
        others = [one for one in rows if one.pk != standing.pk]
        initial = {"version": standing.version, "after": place_of(rows, standing, to)}
        super().__init__(data, initial=initial)
        self.fields["after"].choices = [
            (FIRST, _("first of all")),
            *((str(one.pk), _("after %(who)s") % {"who": one}) for one in others),
        ]


def place_of(rows, standing, to):
    """After whom somebody comes who goes one up, or one down."""
    place = [one.pk for one in rows].index(standing.pk)
    if to == "down" and place + 1 < len(rows):
        return str(rows[place + 1].pk)
    return str(rows[place - 2].pk) if to == "up" and place > 1 else FIRST


class StandingForm(OpenedForm):
    class Meta:
        model = Standing
        fields = [
            "name",
            "office",
            "person",
            "side",
            "country",
            "rank",
            "held_since",
            "stands_in_for",
            "speaks",
            "is_present",
        ]

    def __init__(self, data=None, *, instance, user, order):
        super().__init__(data, instance=instance)
        if instance.how != Standing.How.PERSON:
            self.initial["rank"] = None
        fields = self.fields
        fields["rank"].queryset = fields["rank"].queryset.filter(
            pk__in=[one.pk for one in order.scene.ranks if not one.is_gap]
        )
        fields["rank"].empty_label = _("as the office held proposes")
        fields["person"].queryset = Person.objects.visible_to(user).in_order()
        fields["country"].queryset = Country.objects.all()
        for name in ("person", "rank", "country"):
            fields[name].widget = found_by_typing(fields[name])
        if instance.origin != Standing.Origin.OWN:
            for name in ("name", "office", "person"):
                fields[name].disabled = True
            fields["office"].help_text = _(
                "Name and office are changed in the list of members, or in the programme."
            )


class RulesForm(OpenedForm):
    class Meta:
        model = Lineup
        fields = ["table", "speeches", "note"]

    def __init__(self, data=None, *, instance, tables):
        super().__init__(data, instance=instance, prefix="rules")
        self.fields["table"].queryset = tables
        self.fields["table"].empty_label = None


class Page:
    """What the page shows of one order to one reader; everything is asked for once."""

    def __init__(self, request, visit):
        self.request, self.user, self.visit = request, request.user, visit

    @cached_property
    def lineups(self):
        rows = Lineup.objects.visible_to(self.user).filter(visit=self.visit).with_names()
        found = list(rows.order_by("item__appointment__period", "pk"))
        for one in found:
            one.visit = self.visit
            one.url = address(one)
        # That of the whole visit first.
        return sorted(found, key=lambda one: one.item_id is not None)

    @cached_property
    def lineup(self):
        """The one that the address names; the first without. None where there is none yet."""
        asked = self.request.GET.get("order", "")
        if not asked:
            return self.lineups[0] if self.lineups else None
        found = next((one for one in self.lineups if str(one.pk) == asked), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def order(self):
        return Order(self.lineup, self.user) if self.lineup else None

    @property
    def may_change(self):
        return self.user.has_perm(CHANGES)

    @cached_property
    def tables(self):
        return PrecedenceTable.objects.of_law()

    def line_up_form(self, data=None):
        items = ProgrammeItem.objects.visible_to(self.user).filter(visit=self.visit)
        taken = [one.item_id for one in self.lineups if one.item_id]
        items = items.exclude(pk__in=taken).with_appointment().in_order()
        return LineUpForm(data, items=items, tables=self.tables)

    @cached_property
    def flags(self):
        return lines.flags(self.order, self.user)

    @property
    def flags_from_left(self):
        return lines.flags_from_left(self.flags)

    def standing(self, key):
        found = [one for one in self.order.standings if str(one.pk) == key] if self.order else []
        if not found:
            raise Http404
        return found[0]

    @property
    def papers(self):
        """(title, [(ending, address)]) of the lists of this order."""
        return [
            (
                title(),
                [
                    (ending.upper(), paper_address(self.visit, which, ending, self.lineup))
                    for ending in FORMATS
                ],
            )
            for which, (title, _sections) in papers.REPORTS.items()
        ]


def visit_precedence(request, pk):
    """Who stands before whom at this visit, by which rule, and whom did somebody move?"""
    page = Page(request, of_visit(request, pk, "city__country", "party"))
    if request.method != "POST":
        return shown(request, page, **asked(request, page))
    if not page.may_change:
        raise PermissionDenied
    do = STEPS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return do(request, page)


def asked(request, page):
    """The form that the address asks for: to move, to change or to add somebody."""
    if not page.may_change or page.lineup is None:
        return {}
    get = request.GET
    if key := get.get("move"):
        standing = page.standing(key)
        form = MoveForm(placed=page.order.placed, standing=standing, to=get.get("to", ""))
        return {"move_form": form, "moved": standing}
    if key := get.get("change"):
        return {"form": standing_form(page, page.standing(key))}
    if "add" in get:
        return {"form": standing_form(page, Standing(lineup=page.lineup))}
    return {}


def standing_form(page, standing, data=None):
    standing.lineup = page.lineup
    return StandingForm(data, instance=standing, user=page.user, order=page.order)


def line_up(request, page):
    form = page.line_up_form(request.POST)
    if not form.is_valid():
        return shown(request, page, line_up_form=form)
    lineup = actions.line_up(visit=page.visit, by=request.user, **form.cleaned_data)
    if lineup.was_there:
        words = _("There was an order already, by the table “%(table)s”: who is new is in it now.")
        messages.warning(request, words % {"table": lineup.table})
    else:
        messages.success(request, _("The order is proposed: look at it before you use it."))
    return redirect(address(lineup))


def refresh(request, page):
    new = actions.bring_up_to_date(lineup=needed(page), by=request.user)
    words = ngettext(
        "The order is up to date; %(count)d is new in it.",
        "The order is up to date; %(count)d are new in it.",
        len(new),
    )
    messages.success(request, words % {"count": len(new)})
    return redirect(address(page.lineup))


def needed(page):
    if page.lineup is None:
        raise Http404
    return page.lineup


def place(request, page):
    standing = page.standing(request.POST.get("standing", ""))
    form = MoveForm(request.POST, placed=page.order.placed, standing=standing)
    if form.is_valid():
        after = form.cleaned_data["after"]
        standing.version = form.cleaned_data["version"]
        try:
            actions.place(
                standing=standing,
                after=None if after == FIRST else page.standing(after),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except (actions.Changed, actions.NoReason) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(who)s is moved.") % {"who": standing})
            return redirect(f"{address(page.lineup)}#standing-{standing.pk}")
    # As it is by now: a colleague may have moved others.
    return shown(request, again(page), move_form=form, moved=standing)


def again(page):
    return Page(page.request, page.visit)


def back_to_rule(request, page):
    standing = page.standing(request.POST.get("standing", ""))
    try:
        actions.back_to_rule(standing=standing, by=request.user)
    except actions.Changed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(who)s stands by rule again.") % {"who": standing})
    return redirect(f"{address(page.lineup)}#standing-{standing.pk}")


def save(request, page):
    key = request.POST.get("standing", "")
    standing = page.standing(key) if key else Standing(lineup=needed(page))
    form = standing_form(page, standing, request.POST)
    if form.is_valid():
        try:
            chosen = form.cleaned_data["rank"]
            actions.save_standing(standing=form.instance, chosen=chosen, by=request.user)
        except actions.Changed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(who)s is saved.") % {"who": form.instance.name})
            return redirect(f"{address(page.lineup)}#standing-{form.instance.pk}")
    return shown(request, again(page), form=form)


def strike_off(request, page):
    standing = page.standing(request.POST.get("standing", ""))
    actions.strike_off(standing=standing, by=request.user)
    messages.success(request, _("%(who)s is taken off.") % {"who": standing.name})
    return redirect(address(page.lineup))


def save_rules(request, page):
    form = RulesForm(request.POST, instance=needed(page), tables=page.tables)
    if form.is_valid():
        try:
            lineup = actions.save_rules(lineup=form.instance, by=request.user)
        except actions.Changed as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The rules of this order are saved."))
            return redirect(address(lineup))
    return shown(request, again(page), rules_form=form)


STEPS = {
    "line_up": line_up,
    "refresh": refresh,
    "place": place,
    "rule": back_to_rule,
    "save": save,
    "strike_off": strike_off,
    "rules": save_rules,
}


def shown(request, page, *, form=None, line_up_form=None, rules_form=None, **context):
    if page.may_change:
        line_up_form = line_up_form or page.line_up_form()
        if page.lineup and rules_form is None:
            rules_form = RulesForm(instance=page.lineup, tables=page.tables)
    return frame.page(
        request,
        "admin/delegations/precedence/order.html",
        f"{TITLE}: {page.visit}",
        page=page,
        visit=page.visit,
        lineup=page.lineup,
        order=page.order,
        here=address(page.lineup) if page.lineup else bare_address(page.visit),
        form=form,
        line_up_form=line_up_form,
        rules_form=rules_form,
        media=form.media if form else forms.Media(),
        **context,
    )


def bare_address(visit):
    return reverse("admin:visit_precedence", args=[visit.pk])


def address(lineup):
    return f"{reverse('admin:visit_precedence', args=[lineup.visit_id])}?order={lineup.pk}"


def paper_address(visit, which, ending, lineup):
    url = reverse("admin:visit_precedence_paper", args=[visit.pk, which, ending])
    return f"{url}?{urlencode({'order': lineup.pk})}"


PAGE = ("visits/<int:pk>/precedence/", visit_precedence)
