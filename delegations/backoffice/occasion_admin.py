"""What the forms and lists have in common of what is of a visit or of a mission."""

from datetime import date

from django import forms
from django.contrib import admin
from django.db import models
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from delegations.models import Mission
from office.backoffice import PlainVisibleRecordAdmin, VisibleRecordForm, frame

NAMES_OF_OCCASION = [
    "visit__organisation",
    "visit__city",
    "mission__city",
    "mission__organisation",
    "mission__country",
]


# How many lines of a text one sees while one writes it.
LONG, SHORT = 14, 4


class Day(forms.DateInput):
    """One input, which each browser has its own calendar for."""

    def __init__(self):
        super().__init__({"type": "date"}, format="%Y-%m-%d")


class OccasionForm(VisibleRecordForm):
    """Who may see what is of a visit or mission is said there; of neither, here."""

    def save_audience(self):
        if self.instance.occasion is None:
            super().save_audience()


class OfOccasionAdmin(PlainVisibleRecordAdmin):
    """
    The admin class of what is of a visit or of a mission.

    Opened from there it is about that one (`?visit=12`), and leads back to it.
    """

    form = OccasionForm
    # Lines that are as wide as a text.
    wide = ("subject", "text", "outcome")
    autocomplete_fields = ["visit"]
    list_select_related = NAMES_OF_OCCASION

    def get_queryset(self, request):
        """With what its occasion is called by, also where a form asks for one alone."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_fieldsets(self, request, obj=None):
        """Of what is of an occasion nobody is asked who may see it."""
        fieldsets = super().get_fieldsets(request, obj)
        is_of_one = obj.occasion if obj else {"visit", "mission"} & {*request.GET}
        if is_of_one:
            return frame.without(fieldsets, ("level", "readers", "seen_by", "named_readers"))[:-1]
        return fieldsets

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "mission":
            rows = Mission.objects.visible_to(request.user).with_names()
            kwargs["queryset"] = rows.in_order()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.DateField):
            return db_field.formfield(widget=Day())
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.TextField):
            field.widget.attrs["rows"] = LONG if db_field.name == "text" else SHORT
        elif db_field.name in self.wide:
            field.widget.attrs["class"] = "vLargeTextField"
        if field and hasattr(field.widget, "can_change_related"):
            field.widget.can_change_related = field.widget.can_view_related = False
            field.widget.can_add_related = False
        return field

    def response_post_save_add(self, request, obj):
        return self.back(request, obj) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        return self.back(request, obj) or super().response_post_save_change(request, obj)

    def back(self, request, obj):
        """To the page of what it is of; None where it is of nothing."""
        url = self.page_of(obj)
        return redirect(url) if url else None

    def page_of(self, obj):
        return frame.way_to(obj.occasion) if obj.occasion else ""

    @admin.display(description=_("visit or mission"))
    def of(self, record):
        if record.occasion is None:
            return None
        url = frame.way_to(record.occasion)
        if not url:
            return str(record.occasion)
        return format_html('<a href="{}">{}</a>', url, record.occasion)


class OverdueFilter(admin.SimpleListFilter):
    """What waits for somebody: the QuerySet says what is open and what is late."""

    title, parameter_name = _("what is open"), "open"

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


class YearFilter(admin.SimpleListFilter):
    """By year, the latest first; of the field that the class names."""

    title, parameter_name = _("year"), "year"
    field = "day"

    def lookups(self, request, model_admin):
        rows = model_admin.get_queryset(request).order_by()
        years = rows.exclude(**{self.field: None}).dates(self.field, "year", order="DESC")
        return [(str(one.year), str(one.year)) for one in years]

    def queryset(self, request, queryset):
        value = self.value() or ""
        known = value.isdecimal() and date.min.year <= int(value) < date.max.year
        return queryset.filter(**{f"{self.field}__year": int(value)}) if known else queryset
