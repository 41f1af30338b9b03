"""The admin of the items of programmes: their form, their list, and the way back to the builder."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import clashes, facets
from agenda.backoffice.appointments import BookingInline, booked_by
from agenda.backoffice.changes import STEP_LABELS, STEPS, where
from agenda.backoffice.of_appointment import WhenFilter
from agenda.backoffice.offers import said_by
from agenda.backoffice.saving import LooksBeforeSaving
from agenda.backoffice.titles import names_of_titles
from agenda.findings import findings
from agenda.forms import Span
from agenda.models import Appointment, Booking, Place
from delegations import actions, lifecycle
from delegations.actions import take_away_item
from delegations.backoffice.item_form import ItemForm, PartForm, PartRows
from delegations.models import Decision, ItemWords, Part, ProgrammeItem, Visit
from directory.models import Person
from office import tongues
from office.backoffice import RecordInline, TranslatedRecordAdmin
from office.backoffice.base import is_key
from office.backoffice.rights import VisibleRows
from office.languages import in_every_language, offered_languages

# In the address of a new item: which one it is filled in from.
COPY = "copy"
TYPED = ["kind", "people", "when", "all_day", "place", "state"]
IN_WORDS = ["title", "when_and_where"]
COPIED = ("is_internal", "is_public", "press", "language", "starts_from", "for_driver", "set_up")


class OfItem:
    """Mixin of the rows on the form of an item: whoever may change that changes these."""

    def has_view_permission(self, request, obj=None):
        return self.admin_site._registry[ProgrammeItem].has_view_permission(request, obj)

    def has_add_permission(self, request, obj):
        return self._of_item(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._of_item(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self._of_item(request, obj)

    def _of_item(self, request, obj):
        page = self.admin_site._registry[ProgrammeItem]
        if obj is None or obj.pk is None:
            return page.has_add_permission(request)
        return page.has_change_permission(request, obj)


class PartInline(OfItem, VisibleRows, admin.StackedInline):
    """Hosts, speakers, guests of the house, interpreters."""

    model = Part
    form = PartForm
    formset = PartRows
    extra = 1
    autocomplete_fields = ["person"]
    verbose_name = gettext_lazy("part")
    verbose_name_plural = gettext_lazy("Who has a part in it")
    fields = [
        ("kind", "person"),
        ("name", "office"),
        ("source", "target", "mode", "payer"),
        ("ask_name", "ask_email", "ask_telephone", "ask_language"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.reader = request.user
        formset.tongues = tongues_of(request, obj)
        return formset

    def get_extra(self, request, obj=None, **kwargs):
        if obj is not None:
            return self.extra
        return self.extra + len(copied_parts(request)) + len(interpreters_by(request))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field.widget, "can_change_related"):
            field.widget.can_change_related = field.widget.can_view_related = False
        return field


class WordsInline(OfItem, RecordInline):
    model = ItemWords
    fields = ["language", "title", "details"]
    classes = ["collapse"]


class BookedInline(OfItem, BookingInline):
    """What the appointment of the item books; the form of the item writes it."""

    verbose_name_plural = gettext_lazy("Rooms, people, vehicles and things")

    def __init__(self, parent_model, admin_site):
        super().__init__(Appointment, admin_site)

    def get_extra(self, request, obj=None, **kwargs):
        return 1 + len(copied_bookings(request)) if obj is None else 1


@admin.register(ProgrammeItem)
class ItemAdmin(LooksBeforeSaving, TranslatedRecordAdmin):
    """Which items of programmes come up, of which visit, where, and are they certain?"""

    form = ItemForm
    refusals = (clashes.Clash, lifecycle.NotAllowed)
    list_display = ["title", "of_visit", "when", "kind", "state", "place"]
    list_filter = [WhenFilter, "appointment__kind", "appointment__state", "press"]
    list_select_related = [
        "appointment__place__building",
        "appointment__party",
        "visit__audience",
        "visit__organisation__city",
        "visit__city",
        "starts_from",
    ]
    search_fields = [
        *in_every_language("appointment__title"),
        "visit__reference",
        "visit__body_name",
    ]
    ordering = ["-appointment__period", "-pk"]
    autocomplete_fields = ["visit"]
    readonly_fields = IN_WORDS
    inlines = [PartInline, BookedInline, WordsInline]
    actions = None
    change_form_template = "admin/delegations/programmeitem/change_form.html"
    delete_confirmation_template = "admin/delegations/programmeitem/delete_confirmation.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "visit",
                    *IN_WORDS,
                    *in_every_language("title"),
                    ("kind", "people"),
                    "when",
                    "all_day",
                    "place",
                    "state",
                ]
            },
        ),
        (
            gettext_lazy("Who reads it"),
            {"fields": ["is_internal", "is_public", "press", "language"]},
        ),
        (gettext_lazy("For the guests"), {"fields": ["dress", "details"]}),
        (
            gettext_lazy("For the staff"),
            {"fields": ["set_up", "starts_from", "for_driver", "note"]},
        ),
    ]

    class Media:
        js = ["js/appointment.js", "js/language_tabs.js"]
        css = {
            "all": [
                "css/language_tabs.css",
                "css/period.css",
                "css/calendar.css",
                "css/findings.css",
                "css/programme.css",
            ]
        }

    # ------------------------------------------------------------ rights

    def get_queryset(self, request):
        related = [f"appointment__{name}" for name in facets.accessors()]
        return super().get_queryset(request).select_related(*self.list_select_related, *related)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and request.user.has_perm(
            "agenda.add_appointment"
        )

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or facets.may_change(request.user, obj.appointment))

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or facets.may_change(request.user, obj.appointment))

    # ------------------------------------------------------------ the form

    def get_fieldsets(self, request, obj=None):
        """Who only reads has the appointment in words; the state is chosen once."""
        reads_only = obj is not None and not self.has_change_permission(request, obj)
        dropped = {*TYPED, *in_every_language("title"), "note"} if reads_only else {*IN_WORDS}
        if obj is not None:
            dropped |= {"state"}
        if not reads_only:
            offered = names_of_titles()
            dropped |= {name for name in in_every_language("title") if name not in offered}
        return [
            (title, options | {"fields": list(kept_of(options["fields"], dropped))})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request, obj=None):
        """An item stays with its visit."""
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "visit"] if obj else fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.is_of_visit = obj is None and visit_of(request) is not None
        form.tongues = tongues_of(request, obj)
        return form

    def get_changeform_initial_data(self, request):
        """What is known of the visit, then what the address says, as the builder gives it."""
        visit = visit_of(request)
        if source := copied(request):
            said = as_copied(source)
        else:
            said = proposed(visit, request.user) if visit else {}
        return {**said, **said_by(request.GET), **({"visit": visit.pk} if visit else {})}

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, BookedInline):
            kwargs["instance"] = obj.appointment
        if request.method == "GET" and obj.pk is None:
            if isinstance(inline, BookedInline):
                kwargs["initial"] = [*booked_by(request.GET), *copied_bookings(request)]
            elif isinstance(inline, PartInline):
                kwargs["initial"] = [*copied_parts(request), *interpreters_by(request)]
        return kwargs

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(field.widget, "can_change_related"):
            field.widget.can_change_related = field.widget.can_view_related = False
            field.widget.can_add_related = False
        return field

    def has_page(self, record):
        return False

    def save_model(self, request, obj, form, change):
        """Saved with its appointment and all that hangs on it, in `save_related`."""

    def save_related(self, request, form, formsets, change):
        rows = {one.model: one for one in formsets}
        touched = any(part.has_changed() for part in [form, *formsets])
        if not touched and change:
            for one in formsets:
                one.new_objects, one.changed_objects, one.deleted_objects = [], [], []
            return
        with transaction.atomic():
            actions.save_item(
                item=form.instance,
                wanted=form.wanted(rows[Booking]),
                parts=form.parts(),
                removed=form.removed(),
                by=request.user,
            )
            self.save_formset(request, form, rows[ItemWords], change)
        for model in (Booking, Part):
            one = rows[model]
            one.new_objects, one.changed_objects, one.deleted_objects = [], [], []

    def delete_view(self, request, object_id, extra_context=None):
        """In the same words as the button that leads here."""
        item = self.get_object(request, unquote(object_id))
        title = {"title": _("Take away: %(item)s") % {"item": item}} if item else {}
        return super().delete_view(request, object_id, {**title, **(extra_context or {})})

    def delete_model(self, request, obj):
        request.left_programme = obj.visit_id
        take_away_item(item=obj, by=request.user)

    # ------------------------------------------------------------ from where, to where

    def response_add(self, request, obj, post_url_continue=None):
        """Another one belongs to the same visit, on the same day."""
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" not in request.POST:
            return response
        day = obj.appointment.days[0].isoformat()
        return redirect(f"{request.path}?visit={obj.visit_id}&day={day}")

    def response_post_save_add(self, request, obj):
        return redirect(f"{programme_of(obj.visit_id)}#item-{obj.pk}")

    def response_post_save_change(self, request, obj):
        return redirect(f"{programme_of(obj.visit_id)}#item-{obj.pk}")

    def response_delete(self, request, obj_display, obj_id):
        said = _("“%(item)s” is taken away.")
        self.message_user(request, said % {"item": obj_display}, messages.SUCCESS)
        return redirect(programme_of(request.left_programme))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        visit = obj.visit if obj else visit_of(request)
        context["visit"] = visit
        if visit:
            context["programme_url"] = programme_of(visit.pk)
        if obj:
            one = obj.appointment
            context["where"] = where(one)
            if request.method == "GET" and one.period.upper > timezone.now():
                context["findings"] = findings(one, request.user)
            may = self.has_change_permission(request, obj)
            context["steps"] = [(name, STEP_LABELS[name]) for name in STEPS[one.state] if may]
            context["move_url"] = may and reverse("admin:agenda_appointment_move", args=[one.pk])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # ------------------------------------------------------------ the list

    @admin.display(description=gettext_lazy("title"))
    def title(self, item):
        return str(item)

    @admin.display(description=gettext_lazy("visit"), ordering="visit__reference")
    def of_visit(self, item):
        return str(item.visit)

    @admin.display(description=gettext_lazy("when"), ordering="appointment__period")
    def when(self, item):
        one = item.appointment
        return clashes.when(one.period, one.zone, all_day=one.all_day)

    @admin.display(description=gettext_lazy("kind"), ordering="appointment__kind")
    def kind(self, item):
        return item.appointment.get_kind_display()

    @admin.display(description=gettext_lazy("state"), ordering="appointment__state")
    def state(self, item):
        return item.appointment.get_state_display()

    @admin.display(description=gettext_lazy("place"))
    def place(self, item):
        return item.appointment.place

    @admin.display(description=gettext_lazy("when and where"))
    def when_and_where(self, item):
        return where(item.appointment)


def kept_of(fields, dropped):
    """The fields without these, also where two share a line."""
    for one in fields:
        if isinstance(one, str):
            if one not in dropped:
                yield one
        elif line := tuple(name for name in one if name not in dropped):
            yield line


def programme_of(pk):
    return reverse("admin:programme", args=[pk])


# ---------------------------------------------------------------- what a new item begins with


def visit_of(request):
    """
    The visit that the address names, or that of the item that is copied, where one sees it;
    asked for once.
    """
    if not hasattr(request, "visit_named"):
        key = request.GET.get("visit", "")
        rows = Visit.objects.visible_to(request.user).select_related("audience", "party")
        found = rows.filter(pk=key).first() if is_key(key) else None
        source = copied(request)
        request.visit_named = source.visit if source else found
    return request.visit_named


def tongues_of(request, item):
    """The choices of a language: first those of the visit, and of the office; asked for once."""
    if not hasattr(request, "tongues_offered"):
        visit = item.visit if item else visit_of(request)
        spoken = [*visit.languages, visit.print_language] if visit else []
        offered = [code for code, _name in offered_languages()]
        request.tongues_offered = tongues.with_none([*spoken, *offered])
    return request.tongues_offered


def copied(request):
    """The item that a new one is filled in from; asked for once."""
    if not hasattr(request, "item_copied"):
        key = request.GET.get(COPY, "")
        rows = ProgrammeItem.objects.visible_to(request.user).with_appointment()
        rows = rows.select_related("visit__audience", "visit__party")
        request.item_copied = rows.filter(pk=key).first() if is_key(key) else None
    return request.item_copied


def proposed(visit, user):
    """The first day, so many people; the room that was decided, where the user may see it."""
    said = {"people": visit.size, "kind": Appointment.Kind.MEETING}
    if visit.first_day:
        said["when"] = Span(visit.first_day, None, visit.first_day, None)
    decision = Decision.objects.visible_to(user).filter(visit=visit, stage=Decision.Stage.FINAL)
    decision = decision.select_related("level").first()
    if decision and not visit.items.exists():
        if Place.objects.visible_to(user).filter(pk=decision.room_id).exists():
            said["place"] = decision.room_id
        if decision.level and decision.level.with_flags:
            said["kind"] = Appointment.Kind.RECEPTION
    return said


def as_copied(item):
    one = item.appointment
    said = {name: getattr(one, name) for name in ("kind", "all_day", "people", "note")}
    span = Span.of(one.period, one.zone, all_day=one.all_day)
    # At the same hours its room and people are taken, by what it is a copy of.
    said |= {"when": Span(span.first, None, span.last, None), "place": one.place_id}
    said |= {name: getattr(one, name) for name in in_every_language("title")}
    texts = [*in_every_language("dress"), *in_every_language("details")]
    said |= {name: getattr(item, name) for name in (*COPIED, *texts)}
    return said | {"starts_from": item.starts_from_id}


def copied_bookings(request):
    source = copied(request)
    if source is None:
        return []
    rows = Booking.objects.visible_to(request.user).filter(appointment=source.appointment_id)
    if place := source.appointment.place_id:
        rows = rows.exclude(resource__place=place)  # booked with the place
    rows = rows.order_by("pk")
    return list(rows.values("resource", "before", "after"))


def copied_parts(request):
    source = copied(request)
    if source is None:
        return []
    rows = Part.objects.visible_to(request.user).filter(item=source).in_order()
    return list(rows.values(*PartForm.Meta.fields))


def interpreters_by(request):
    """Who interprets, as the search for a free time gives it: “key of the person:fr:it”."""
    if not hasattr(request, "interpreters_named"):
        asked = [one.split(":") for one in request.GET.getlist("interpreter")]
        asked = {one[0]: one[1:] for one in asked if len(one) == 3 and is_key(one[0])}
        known = Person.objects.visible_to(request.user).filter(pk__in=asked) if asked else []
        request.interpreters_named = [
            {"kind": Part.Kind.INTERPRETER, "person": one.pk, "source": source, "target": target}
            for one in known
            for source, target in [asked[str(one.pk)]]
        ]
    return request.interpreters_named
