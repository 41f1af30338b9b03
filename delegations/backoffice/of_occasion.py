"""What the forms and lists have in common of what is of a visit or of a mission."""

from django.contrib import admin
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations.backoffice.occasions import MODELS
from delegations.models import field_of
from office.backoffice import PlainVisibleRecordAdmin, VisibleRecordForm, frame
from office.dates import DayInput
from office.models import made_up

NAMES_OF_OCCASION = [
    "visit__organisation",
    "visit__city",
    "mission__city",
    "mission__organisation",
    "mission__country",
]
# How many lines of a text one sees while one writes it.
LONG, SHORT = 14, 4
# For the admin classes of what has days.
DAYS = {models.DateField: {"widget": DayInput}}


class OccasionForm(VisibleRecordForm):
    """Of a visit or a mission it is seen by who sees that: who may see it is not asked then."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.occasion:
            # As it is, it stays also where the record is taken off its visit.
            self.fields["level"].disabled = self.fields["readers"].disabled = True
            self.fields["level"].help_text = _("As the visit or the mission that it is of.")

    def save_audience(self):
        if self.instance.occasion is None:
            super().save_audience()


class OccasionAdmin:
    """
    Mixin of the admin classes: with `?visit=1` or `?mission=1` the form begins from it.

    Whoever comes from the page of a visit or mission gets back there.
    """

    form = OccasionForm
    formfield_overrides = DAYS
    autocomplete_fields = ["visit", "mission"]

    def get_fieldsets(self, request, obj=None):
        """Of what is begun from an occasion nobody is asked who may see it: the last of them."""
        fieldsets = super().get_fieldsets(request, obj)
        begun = obj is None and {*MODELS} & {*request.GET}
        return fieldsets[:-1] if begun else fieldsets

    def get_changeform_initial_data(self, request):
        """Only of an occasion that the reader may see: its name would be told."""
        said = super().get_changeform_initial_data(request)
        for name, model in MODELS.items():
            key = said.get(name)
            if key is None:
                continue
            one = model.objects.visible_to(request.user).filter(pk=key).first()
            if one is None:
                del said[name]
            else:
                said |= self.begun_by(one, said)
        return said

    def begun_by(self, occasion, said):
        """What the form begins with for that visit or mission."""
        return {}

    def is_made_up(self, request, obj):
        return made_up(request.user, obj.occasion)

    def response_post_save_add(self, request, obj):
        return self._back(obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self._back(obj) or super().response_post_save_change(request, obj)

    def _back(self, obj):
        url = self.page_of(obj)
        return redirect(url) if url else None

    def page_of(self, obj):
        """The page of what it is of, which one came from; "" where it is of nothing."""
        return frame.way_to(obj.occasion) if obj.occasion else ""

    @admin.display(description=gettext_lazy("visit or mission"))
    def of(self, record):
        if record.occasion is None:
            return None
        url = frame.way_to(record.occasion)
        if not url:
            return str(record.occasion)
        return format_html('<a href="{}">{}</a>', url, record.occasion)


class PaperworkAdmin(OccasionAdmin, PlainVisibleRecordAdmin):
    """Letters, tasks, minutes, promises: what one writes at length about a visit or a mission."""

    # Lines that are as wide as a text.
    wide = ("subject", "text", "outcome")
    list_select_related = NAMES_OF_OCCASION

    def get_queryset(self, request):
        """With what its occasion is called by, also where a form asks for one alone."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = LONG if db_field.name == "text" else SHORT
        elif db_field.name in self.wide:
            field.widget.attrs["class"] = "vLargeTextField"
        if field and hasattr(field.widget, "can_change_related"):
            field.widget.can_change_related = field.widget.can_view_related = False
            field.widget.can_add_related = False
        return field


class OverdueFilter(admin.SimpleListFilter):
    """What waits for somebody: the QuerySet says what is open and what is late."""

    title, parameter_name = gettext_lazy("what is open"), "open"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("overdue", _("overdue")), ("closed", _("closed"))]

    def queryset(self, request, queryset):
        match self.value():
            case "open":
                return queryset.open()
            case "overdue":
                return queryset.overdue()
            case "closed":
                return queryset.closed()
        return queryset


class OfOccasionFilter(admin.SimpleListFilter):
    """Of a visit, of a mission, or of neither."""

    title, parameter_name = gettext_lazy("on which occasion"), "occasion"

    def lookups(self, request, model_admin):
        return [
            ("visit", _("visits")),
            ("mission", _("missions")),
            ("none", _("neither a visit nor a mission")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "visit":
                return queryset.filter(visit__isnull=False)
            case "mission":
                return queryset.filter(mission__isnull=False)
            case "none":
                return queryset.filter(visit=None, mission=None)
        return queryset


def asked_for(occasion):
    """The query that names the occasion in the address of a form or list: {"visit": 1}."""
    return {field_of(occasion): occasion.pk}


def list_of(model, occasion):
    """The address of the list of the model's rows of that occasion."""
    url = reverse(f"admin:delegations_{model._meta.model_name}_changelist")
    return f"{url}?{field_of(occasion)}__id__exact={occasion.pk}"
