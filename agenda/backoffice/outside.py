"""Outside calendars: first looked at, then switched on; what they say, and what it hits."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from agenda import fetching, outside, periods
from agenda.clashes import hours
from agenda.models import OutsideCalendar, OutsideEntry
from office import uploads
from office.backoffice import PlainVisibleRecordAdmin, VisibleRecordForm, frame
from office.backoffice.own_pages import Page

MAY_SEE, MAY_CHANGE = "agenda.view_outsidecalendar", "agenda.change_outsidecalendar"
PER_PAGE = 50
SHOWN = 20


class AddressField(forms.URLField):
    """An address as calendar programs hand it out: webcal:// is https:// to them."""

    def to_python(self, value):
        if isinstance(value, str) and value.strip().lower().startswith("webcal://"):
            value = "https://" + value.strip()[len("webcal://") :]
        return super().to_python(value)


class OutsideCalendarForm(VisibleRecordForm):
    def clean_url(self):
        """Told before anything is looked up; whether it answers is told when it is read."""
        url = self.cleaned_data["url"]
        if url:
            fetching.check(url)
        return url


@admin.register(OutsideCalendar)
class OutsideCalendarAdmin(PlainVisibleRecordAdmin):
    """Which calendars do others keep that we must know of, and when were they read?"""

    form = OutsideCalendarForm
    formfield_overrides = {models.URLField: {"form_class": AddressField}}
    list_display = ["name", "whose", "is_active", "read_at", "fault"]
    list_filter = ["is_active"]
    list_select_related = ["resource__place", "resource__person", "place"]
    search_fields = ["name"]
    readonly_fields = ["is_active", "read_at", "tried_at", "fault", "reading", "entries"]
    fieldsets = [
        (None, {"fields": ["name", "resource", "place"]}),
        (gettext_lazy("From where"), {"fields": ["url", "every", "shows_titles"]}),
        (
            gettext_lazy("Reading"),
            {"fields": ["is_active", "read_at", "tried_at", "fault", "reading", "entries"]},
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        """The address can be a secret of its owner: who may not change it does not read it."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [
            (title, options | {"fields": [one for one in options["fields"] if one != "url"]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in ("resource", "place"):
            rows = self._choices(db_field, request).in_order(get_language())
            kwargs["queryset"] = rows.named() if db_field.name == "resource" else rows
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Another address or another resource: what was read before holds no more."""
        super().save_model(request, obj, form, change)
        if change and {"url", "resource", "place"} & {*form.changed_data} and obj.is_active:
            outside.switch_off(obj)
            messages.warning(request, _("It is switched off: look again at what would be read."))

    def response_add(self, request, obj, post_url_continue=None):
        """On to the look at what would be read, which switches it on."""
        if "_save" in request.POST:
            return redirect("admin:outside_read", obj.pk)
        return super().response_add(request, obj, post_url_continue)

    @admin.display(description=gettext_lazy("whose"))
    def whose(self, calendar):
        return calendar.place or calendar.resource

    @admin.display(description=gettext_lazy("read it"))
    def reading(self, calendar):
        return linked("admin:outside_read", calendar, _("Look at it, read it, switch it on or off"))

    @admin.display(description=gettext_lazy("what it says"))
    def entries(self, calendar):
        count = calendar.entries.coming(timezone.now()).count() if calendar.pk else 0
        told = ngettext("%(count)d coming entry", "%(count)d coming entries", count)
        return linked("admin:outside_entries", calendar, told % {"count": count})


def linked(name, calendar, text):
    if calendar.pk is None:
        return None
    return format_html('<a href="{}">{}</a>', reverse(name, args=[calendar.pk]), text)


def asked_for(request, pk, permission):
    """The calendar, for who may do this with it."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    rows = OutsideCalendar.objects.visible_to(request.user).select_related(
        "resource__place__building", "resource__person", "place__building"
    )
    return get_object_or_404(rows, pk=pk)


# ---------------------------------------------------------------- reading


class FileForm(forms.Form):
    """The file of a calendar that has no address; nothing of it is kept but its entries."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=gettext_lazy("A calendar file (ICS)."),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user):
        super().__init__(*args)
        self.user = user

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file") or uploads.take(cleaned.get("kept", ""), by=self.user)
        if file is None:
            if "file" not in self.errors:
                self.add_error("file", _("Choose the file."))
        elif file.size > fetching.LARGEST:
            self.add_error("file", fetching.too_large())
        cleaned["chosen"] = file
        return cleaned


def read_page(request, pk):
    """What would be read of this calendar, and is it what we want?"""
    calendar = asked_for(request, pk, MAY_CHANGE)
    context = {"form": None if calendar.url else FileForm(user=request.user)}
    if request.method == "POST":
        if "off" in request.POST:
            outside.switch_off(calendar)
            messages.success(request, _("It is switched off; what it said is forgotten."))
            return redirect(frame.record_url(calendar))
        done = tried(request, calendar, context)
        if done:
            return done
    return frame.page(
        request,
        "admin/agenda/outside_read.html",
        _("Read: %(calendar)s") % {"calendar": calendar},
        calendar=calendar,
        record_url=frame.record_url(calendar),
        **context,
    )


def tried(request, calendar, context):
    """Look at it, or read it; the answer where it is done, else the page says what was found."""
    content = None
    if context["form"]:
        form = context["form"] = FileForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return None
        file = form.cleaned_data["chosen"]
        file.seek(0)
        content = file.read()
    try:
        if "read" in request.POST:
            return read_now(request, calendar, content)
        found = outside.look(calendar, content)
    except fetching.Unreadable as error:
        context["fault"] = " ".join(error.messages)
        return None
    if context["form"]:
        reference = getattr(file, "reference", None) or uploads.keep(file, by=request.user)
        context["form"] = FileForm({"kept": reference}, user=request.user)
        context["kept"] = reference
    zone = outside.zone_of(calendar)
    context |= {
        "looked": True,
        "count": len(found.entries),
        "first": [(when(one, zone), one.title) for one in found.entries[:SHOWN]],
        "skipped": found.skipped[:SHOWN],
        "skipped_count": len(found.skipped),
    }
    return None


def read_now(request, calendar, content):
    reading = outside.read(calendar=calendar, content=content)
    if not calendar.is_active:
        calendar.is_active = True
        calendar.save(update_fields=["is_active"])
    said = _("Read: %(added)d new, %(moved)d moved, %(gone)d gone, %(same)d as before.")
    messages.success(request, said % vars(reading))
    return redirect(frame.record_url(calendar))


READ = ("agenda/outsidecalendar/<int:pk>/read/", read_page)


def when(entry, zone):
    """Its hours in words, or its days."""
    if not entry.all_day:
        return hours(entry.period, zone)
    from django.utils.formats import date_format

    first, last = periods.days_of(entry.period, zone)
    told = [date_format(day, "DATE_FORMAT") for day in dict.fromkeys((first, last))]
    return " – ".join(told)


# ---------------------------------------------------------------- what they say


def entries_page(request, pk):
    """When does this outside calendar say that it is busy?"""
    calendar = asked_for(request, pk, MAY_SEE)
    rows = OutsideEntry.objects.filter(calendar=calendar).coming(timezone.now())
    page = Paginator(rows.order_by("period", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    zone = outside.zone_of(calendar)
    return frame.page(
        request,
        "admin/agenda/outside_entries.html",
        str(calendar),
        calendar=calendar,
        record_url=frame.record_url(calendar),
        page=page,
        rows=[(when(one, zone), str(one)) for one in page],
    )


ENTRIES = ("agenda/outsidecalendar/<int:pk>/entries/", entries_page)


def hits_page(request):
    """Which of our appointments did a calendar of others hit, since somebody changed them last?"""
    rows = [
        (
            one,
            frame.url_of(one),
            hours(one.period, one.zone),
            [(when(entry, one.zone), entry) for entry in found],
        )
        for one, found in outside.hit_list(request.user)
    ]
    return frame.page(request, "admin/agenda/outside_hits.html", HITS.label, rows=rows)


HITS = Page(
    label=gettext_lazy("Hit by outside calendars"),
    app="agenda",
    address="outside-hits/",
    view=hits_page,
    permission=MAY_SEE,
)
