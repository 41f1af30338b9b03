"""What is due: on the start page, as a list, and handed over from one person to another."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Model, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from office import duties
from office.actions import hand_over, in_charge_of, put_in_charge
from office.backoffice import frame
from office.backoffice.rights import readable_records
from office.models import Duty, User

PER_PAGE = 50
# Of each group of the start page; the rest is one click away.
SHOWN = 8
PAGE = "admin/office/duties.html"
HANDING_OVER = "admin/office/hand_over.html"


@dataclass(frozen=True)
class Line:
    """One duty as its reader meets it."""

    duty: Duty
    label: str | Promise
    record: Model
    url: str
    is_overdue: bool
    # What the link says: the record, where the kind says nothing else.
    text: str
    # Whether somebody can be put in charge of what it hangs on.
    may_be_given: bool


@dataclass(frozen=True)
class Group:
    title: str
    lines: list
    # The list of all of them, where there are more.
    more: str = ""
    is_mine: bool = False
    # How many are nobody's and late: told in one line, for each of them alone drowns the rest.
    late: int = 0


def is_head(user):
    """Whoever may hand over sees what nobody does, and what is overdue with anybody."""
    return user.has_perm("office.hand_over_duty")


def lines(rows, user):
    """The duties with their records: a query for each kind of record, however many there are."""
    today = timezone.localdate()
    kinds = dict(duties.kinds.items())
    records = readable_records(rows, user)
    return [
        line_of(
            duty, kinds.get(duty.kind), records[duty.content_type_id, duty.object_id], today=today
        )
        for duty in rows
        if (duty.content_type_id, duty.object_id) in records
    ]


def line_of(duty, kind, record, *, today):
    text, url = (kind and kind.address(duty)) or (str(record), frame.way_to(record))
    return Line(
        duty,
        kind.named(duty) if kind else duty.kind,
        record,
        url,
        duty.due_on < today,
        text,
        bool(kind and kind.has_charge and duty.owner_id is None),
    )


# ---------------------------------------------------------------- the start page


def of_start_page(user):
    """
    What a person has to do now, in groups.

    One's own whose time has come and what one is told of; for the head also nobody's, and
    what is overdue with others.
    """
    today = timezone.localdate()
    asked = Q(owner=user, shows_on__lte=today) | Q(tell=user, due_on__lt=today)
    if is_head(user):
        asked |= Q(owner=None, shows_on__lte=today) | Q(due_on__lt=today)
    rows = list(open_duties().filter(asked).visible_to(user).in_order())
    nobodys = [one for one in rows if one.owner_id is None]
    in_time = [one for one in nobodys if one.due_on >= today]
    late = {"nobody": len(nobodys) - len(in_time)}
    parts = [
        ("mine", _("What you have to do"), [one for one in rows if one.owner_id == user.pk]),
        ("nobody", _("Nobody’s yet"), in_time),
        (
            "overdue",
            _("Overdue with others"),
            [one for one in rows if one.owner_id not in (None, user.pk)],
        ),
    ]
    shown = lines([duty for _key, _title, group in parts for duty in group[:SHOWN]], user)
    return [
        Group(
            title,
            [line for line in shown if line.duty in group],
            f"{reverse('admin:duties')}?whose={key}" if len(group) > SHOWN else "",
            key == "mine",
            late.get(key, 0),
        )
        for key, title, group in parts
        if group or late.get(key)
    ]


def open_duties():
    return Duty.objects.open().select_related("owner", "content_type")


# ---------------------------------------------------------------- the list


class DutyFilter(forms.Form):
    whose = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[
            ("", gettext_lazy("everybody’s")),
            ("mine", gettext_lazy("mine")),
            ("nobody", gettext_lazy("nobody’s")),
            ("late", gettext_lazy("overdue and nobody’s")),
            ("overdue", gettext_lazy("all that is overdue")),
        ],
    )
    person = forms.ModelChoiceField(
        label=gettext_lazy("Person"),
        required=False,
        queryset=User.objects.none(),
        empty_label=gettext_lazy("all"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, data, rows):
        super().__init__(data)
        owners = rows.order_by().values("owner")
        self.fields["person"].queryset = User.objects.filter(pk__in=owners)
        kinds = [(name, capfirst(kind.label)) for name, kind in duties.kinds.items()]
        self.fields["kind"].choices = [("", _("all")), *kinds]

    def chosen(self, rows, user):
        """Those of the duties that are asked for; all where the question is not understood."""
        asked = self.cleaned_data if self.is_valid() else {}
        match asked.get("whose"):
            case "mine":
                rows = rows.filter(owner=user)
            case "nobody":
                rows = rows.filter(owner=None)
            case "late":
                rows = rows.filter(owner=None).overdue(timezone.localdate())
            case "overdue":
                rows = rows.overdue(timezone.localdate())
        if asked.get("person"):
            rows = rows.filter(owner=asked["person"])
        return rows.filter(kind=asked["kind"]) if asked.get("kind") else rows


class AssignForm(forms.Form):
    """Duties that are nobody's yet, and who shall do them."""

    duty = forms.ModelMultipleChoiceField(
        queryset=Duty.objects.none(),
        error_messages={"required": gettext_lazy("Tick what somebody shall do.")},
    )
    new = forms.ModelChoiceField(
        label=gettext_lazy("Who does what is ticked"), queryset=User.objects.none()
    )

    def __init__(self, data, rows):
        super().__init__(data)
        self.fields["duty"].queryset = rows.filter(owner=None)
        self.fields["new"].queryset = duties.workers()

    @property
    def ticked(self):
        return {int(key) for key in self["duty"].value() or [] if str(key).isdecimal()}


def assigned(request, form):
    """Put the person in charge of what the duties hang on; says how many duties that were."""
    rows, new = form.cleaned_data["duty"].select_related("content_type"), form.cleaned_data["new"]
    found = [line for line in lines(list(rows), request.user) if line.may_be_given]
    charges = [duties.kinds.get(line.duty.kind).charge(line.record) for line in found]
    records = {(type(one), one.pk): one for one in charges if one}
    put_in_charge(records=records.values(), new=new, by=request.user)
    told = ngettext(
        "%(person)s is in charge of %(count)d record now, and of all that is due with it.",
        "%(person)s is in charge of %(count)d records now, and of all that is due with them.",
        len(records),
    )
    messages.success(request, told % {"person": new, "count": len(records)})
    return redirect(f"{reverse('admin:duties')}?person={new.pk}")


def duty_list(request):
    """Who has what to do, and until when?"""
    from office.exchange.tables import FORMATS

    may_assign = is_head(request.user)
    known = open_duties().visible_to(request.user)
    assign = AssignForm(request.POST or None, known) if may_assign else None
    if request.method == "POST":
        if assign is None:
            raise PermissionDenied
        if assign.is_valid():
            return assigned(request, assign)
    form = DutyFilter(request.GET, known)
    rows = form.chosen(known, request.user).in_order()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = lines(list(page), request.user)
    return frame.page(
        request,
        PAGE,
        _("What is due"),
        filter=form,
        page=page,
        lines=shown,
        export_formats=FORMATS,
        query=request.GET.urlencode(),
        may_hand_over=may_assign,
        assign=assign if any(line.may_be_given for line in shown) else None,
    )


def export(request, ending):
    """The list as a file, with the filters of its address."""
    from office.exchange.export import as_file

    known = open_duties().visible_to(request.user)
    rows = list(DutyFilter(request.GET, known).chosen(known, request.user).in_order())
    header = [_("Day"), _("What is due"), _("Record"), _("Person"), _("Overdue")]
    cells = (
        [
            line.duty.due_on.isoformat(),
            str(capfirst(line.label)),
            str(line.record),
            str(line.duty.owner or ""),
            _("yes") if line.is_overdue else "",
        ]
        for line in lines(rows, request.user)
    )
    return as_file(ending, header, cells, _("What is due"))


# ---------------------------------------------------------------- handing over


class HandOverForm(forms.Form):
    """Whose open things go to whom."""

    old = forms.ModelChoiceField(label=gettext_lazy("From"), queryset=User.objects.none())
    new = forms.ModelChoiceField(label=gettext_lazy("To"), queryset=User.objects.none())

    def __init__(self, data=None):
        super().__init__(data)
        owners = Duty.objects.open().exclude(owner=None).values("owner")
        staff = User.objects.filter(is_staff=True)
        self.fields["old"].queryset = staff | User.objects.filter(pk__in=owners)
        self.fields["new"].queryset = duties.workers()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new") and cleaned["new"] == cleaned.get("old"):
            self.add_error("new", _("Choose somebody else: these are the same person."))
        return cleaned


def hand_over_page(request):
    """Give everything that one person has open to another: first counted, then done."""
    if not is_head(request.user):
        raise PermissionDenied
    asked = request.POST or request.GET
    form = HandOverForm(asked or None)
    if not form.is_valid():
        return frame.page(request, HANDING_OVER, _("Hand everything over"), form=form)
    old, new = form.cleaned_data["old"], form.cleaned_data["new"]
    if request.method == "POST":
        return handed_over(request, old, new)
    return frame.page(
        request,
        HANDING_OVER,
        _("Hand everything over"),
        form=form,
        old=old,
        new=new,
        things=in_charge_of(old),
        counts=counted(old),
    )


def counted(person):
    """(what, how many) of the open duties of a person, in the order of the apps."""
    rows = Duty.objects.open().filter(owner=person).order_by().values("kind")
    found = dict(rows.annotate(count=Count("pk")).values_list("kind", "count"))
    return [(kind.label, found[name]) for name, kind in duties.kinds.items() if name in found]


def handed_over(request, old, new):
    things = hand_over(old=old, new=new, by=request.user)
    if kept := in_charge_of(old):
        told = _("Stays with %(old)s, because %(new)s may not know of it: %(things)s.")
        messages.warning(request, told % {"old": old, "new": new, "things": ", ".join(kept)})
    page = admin.site._registry[User]
    said = _("Everything open was handed over from %(old)s to %(new)s.") % {"old": old, "new": new}
    page.log_change(request, old, said)
    if things:
        told = _("From %(old)s to %(new)s went: %(things)s.")
    else:
        told = _("%(old)s was in charge of nothing that is open.")
    messages.success(request, told % {"old": old, "new": new, "things": ", ".join(things)})
    return redirect(f"{reverse('admin:duties')}?person={new.pk}")


PAGES = [
    ("due/", duty_list, "duties"),
    ("due/export/<str:ending>/", export, "duties_export"),
    ("due/hand-over/", hand_over_page, "hand_over"),
]
