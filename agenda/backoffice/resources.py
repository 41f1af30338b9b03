"""The back-office of what can be booked, and of the groups of guests that move together."""

from django.contrib import admin
from django.db.models import Count, ExpressionWrapper, F, Func, OuterRef, Q, Subquery, TextField
from django.db.models import DateTimeField as MomentField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from agenda import facets
from agenda.models import Appointment, Booking, Party, Resource
from office.backoffice import PlainVisibleRecordAdmin, VisibleRecordAdmin, VisibleRecordForm
from office.languages import in_every_language, localized


@admin.register(Resource)
class ResourceAdmin(VisibleRecordAdmin):
    """What can be booked – rooms, people, vehicles, equipment – and when is it booked next?"""

    list_display = ["label", "kind", "minutes", "next_booking", "is_active", "seen_by"]
    list_filter = ["kind", "is_active", "audience__level"]
    search_fields = [
        *in_every_language("name"),
        *in_every_language("place__name"),
        "person__family_name",
        "person__given_name",
    ]
    autocomplete_fields = ["place", "person"]
    fieldsets = [
        (None, {"fields": ["kind", "place", "person", "name"]}),
        (_("Booking"), {"fields": [("before", "after"), "is_active", "note"]}),
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("audience")
        rows = rows.with_roles(request.user)
        return rows.annotate(**next_booking_of(request.user))

    def get_ordering(self, request):
        return Resource.objects.in_order(get_language()).query.order_by

    def choice_label(self, resource):
        return resource.told if resource.role else f"{resource} ({resource.get_kind_display()})"

    @admin.display(description=_("name"))
    def label(self, resource):
        return resource.told

    @admin.display(description=_("minutes before and after"))
    def minutes(self, resource):
        return f"{resource.before} + {resource.after}"

    @admin.display(description=_("next booking"), ordering="next_start")
    def next_booking(self, resource):
        """When, and what for; where the reader may not know of it, nothing."""
        if resource.next_start is None:
            return None
        told = "SHORT_DATE_FORMAT" if resource.next_is_all_day else "SHORT_DATETIME_FORMAT"
        when = date_format(timezone.localtime(resource.next_start), told)
        return f"{when}: {resource.next_title}"


def next_booking_of(user):
    """Start and title of the booking that holds a resource next, of those the user may see."""
    busy = Booking.objects.visible_to(user).filter(
        resource=OuterRef("pk"), blocks=True, busy__endswith__gt=timezone.now()
    )
    start = Func(F("period"), function="lower", output_field=MomentField())
    said = localized("appointment__title", get_language())
    title = ExpressionWrapper(said, output_field=TextField())
    first = busy.order_by("busy", "pk").annotate(start=start, title=title)
    return {
        "next_start": Subquery(first.values("start")[:1]),
        "next_title": Subquery(first.values("title")[:1]),
        "next_is_all_day": Subquery(first.values("appointment__all_day")[:1]),
    }


class PartyForm(VisibleRecordForm):
    """A group of guests; who may see one that belongs to a visit is decided at the visit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and facets.belongs_to(self.instance):
            self.may_publish = False
            for name in ("level", "readers"):
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _("This is decided where the group belongs to.")


@admin.register(Party)
class PartyAdmin(PlainVisibleRecordAdmin):
    """Which groups of guests go through the city together, and how do they move?"""

    form = PartyForm
    list_display = ["name", "size", "takes_lift", "appointments_to_come", "seen_by"]
    list_filter = ["takes_lift", "audience__level"]
    search_fields = ["name"]
    fields = ["name", "size", "takes_lift"]

    def get_queryset(self, request):
        """With how many appointments come up, of those that the user may see."""
        coming = Appointment.objects.visible_to(request.user).standing()
        coming = coming.filter(period__endswith__gt=timezone.now()).order_by().values("pk")
        count = Count("appointments", filter=Q(appointments__in=coming), distinct=True)
        return super().get_queryset(request).annotate(to_come=count)

    def get_readonly_fields(self, request, obj=None):
        """Name and size follow what the group belongs to."""
        return ["name", "size"] if obj and facets.belongs_to(obj) else []

    def fields_not_restored(self, record):
        return ("name", "size") if facets.belongs_to(record) else ()

    @admin.display(description=_("appointments to come"), ordering="to_come")
    def appointments_to_come(self, party):
        return party.to_come
