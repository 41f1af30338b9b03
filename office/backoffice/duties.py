"""What is due: on the start page, as a list, and handed over from one person to another."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Model, Q
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from office import duties
from office.actions import hand_over
from office.backoffice import frame
from office.backoffice.rights import readable
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


@dataclass(frozen=True)
class Group:
    title: str
    lines: list
    # The list of all of them, where there are more.
    more: str = ""


def is_head(user):
    """Whoever may hand over sees what nobody does, and what is overdue with anybody."""
    return user.has_perm("office.hand_over_duty")


def lines(rows, user):
    """The duties with their records: a query for each kind of record, however many there are."""
    today = timezone.localdate()
    labels = {name: kind.label for name, kind in duties.kinds.items()}
    records = {}
    for kind in {duty.content_type for duty in rows}:
        keys = {duty.object_id for duty in rows if duty.content_type == kind}
        found = readable(kind.model_class(), keys, user)
        records |= {(kind.pk, key): record for key, record in found.items()}
    return [
        Line(
            duty,
            labels.get(duty.kind, duty.kind),
            records[duty.content_type_id, duty.object_id],
            frame.url_of(records[duty.content_type_id, duty.object_id]),
            duty.due_on < today,
        )
        for duty in rows
        if (duty.content_type_id, duty.object_id) in records
    ]


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
    parts = [
        ("mine", _("What you have to do"), [one for one in rows if one.owner_id == user.pk]),
        ("nobody", _("Nobody’s yet"), [one for one in rows if one.owner_id is None]),
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
        )
        for key, title, group in parts
        if group
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
            case "overdue":
                rows = rows.overdue(timezone.localdate())
        if asked.get("person"):
            rows = rows.filter(owner=asked["person"])
        return rows.filter(kind=asked["kind"]) if asked.get("kind") else rows


def duty_list(request):
    """Who has what to do, and until when?"""
    from office.exchange.tables import FORMATS

    known = open_duties().visible_to(request.user)
    form = DutyFilter(request.GET, known)
    rows = form.chosen(known, request.user).in_order()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return frame.page(
        request,
        PAGE,
        _("What is due"),
        filter=form,
        page=page,
        lines=lines(list(page), request.user),
        export_formats=FORMATS,
        query=request.GET.urlencode(),
        may_hand_over=is_head(request.user),
    )


def export(request, ending):
    """The list as a file, with the filters of its address."""
    from office.exchange import tables
    from office.exchange.export import file_name

    if ending not in tables.FORMATS:
        raise Http404
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
    title = _("What is due")
    response = StreamingHttpResponse(
        tables.write(ending, header, cells, title), content_type=tables.CONTENT_TYPES[ending]
    )
    name = f"{title} {timezone.localdate().isoformat()}"
    response["Content-Disposition"] = file_name(name, ending)
    return response


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
        self.fields["new"].queryset = staff.filter(is_active=True)

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
    counts = counted(old)
    return frame.page(
        request, HANDING_OVER, _("Hand everything over"), form=form, old=old, new=new, counts=counts
    )


def counted(person):
    """(what, how many) of the open duties of a person, in the order of the apps."""
    rows = Duty.objects.open().filter(owner=person).order_by().values("kind")
    found = dict(rows.annotate(count=Count("pk")).values_list("kind", "count"))
    return [(kind.label, found[name]) for name, kind in duties.kinds.items() if name in found]


def handed_over(request, old, new):
    count = hand_over(old=old, new=new, by=request.user)
    page = admin.site._registry[User]
    said = _("Everything open was handed over from %(old)s to %(new)s.") % {"old": old, "new": new}
    page.log_change(request, old, said)
    told = ngettext(
        "%(count)d record went from %(old)s to %(new)s.",
        "%(count)d records went from %(old)s to %(new)s.",
        count,
    )
    messages.success(request, told % {"count": count, "old": old, "new": new})
    return redirect(f"{reverse('admin:duties')}?person={new.pk}")


PAGES = [
    ("due/", duty_list, "duties"),
    ("due/export/<str:ending>/", export, "duties_export"),
    ("due/hand-over/", hand_over_page, "hand_over"),
]
