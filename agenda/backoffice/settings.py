"""What the office decides about its calendar, and how grave it takes each finding."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.findings import Level, kinds
from agenda.models import CalendarSettings, FindingLevel
from office.backoffice import OneRowAdmin, RecordAdmin, RecordForm


class CalendarSettingsAdmin(OneRowAdmin):
    """How fast does one walk here, and what does a new appointment hold?"""

    fieldsets = [
        (None, {"fields": ["pencilled_blocks"]}),
        (
            _("Between two sites"),
            {"fields": ["walking_pace", "walks_up_to", "driving_pace", "driving_extra", "detour"]},
        ),
        (
            _("Inside a building"),
            {"fields": ["room_minutes", "floor_minutes", "stair_minutes", "lift_minutes"]},
        ),
        (_("Large groups"), {"fields": ["large_group", "large_group_extra"]}),
        (_("Breaks"), {"fields": ["busy_hours", "break_minutes"]}),
    ]


class FindingLevelForm(RecordForm):
    """The kinds by their labels; one that has its level already is not offered a second time."""

    kind = forms.ChoiceField(label=_("finding"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" not in self.fields:
            return
        taken = FindingLevel.objects.exclude(pk=self.instance.pk).values_list("kind", flat=True)
        taken = {*taken}
        labels = {name: kind.label for name, kind in kinds.items() if name not in taken}
        # Of an app that is not installed any more.
        if self.instance.kind:
            labels.setdefault(self.instance.kind, self.instance.kind)
        self.fields["kind"].choices = labels.items()


class FindingLevelAdmin(RecordAdmin):
    """What speaks against an appointment, and which of it forbids that one saves it?"""

    is_setting = True

    form = FindingLevelForm
    list_display = ["label", "level"]
    change_list_template = "admin/agenda/levels.html"

    @admin.display(description=_("finding"), ordering="kind")
    def label(self, row):
        return label_of(row.kind)

    def changelist_view(self, request, extra_context=None):
        may_add = self.has_add_permission(request)
        context = {"proposed": self._proposed(may_add)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def _proposed(self, may_add):
        """(label, level, address where it is changed) of the kinds that nobody has set."""
        address = reverse("admin:agenda_findinglevel_add")
        held = FindingLevel.objects.by_kind()
        return [
            (kind.label, Level(kind.level).label, f"{address}?kind={name}" if may_add else "")
            for name, kind in kinds.items()
            if name not in held
        ]


def label_of(name):
    return dict(kinds.items())[name].label if name in kinds.names() else name


admin.site.register(CalendarSettings, CalendarSettingsAdmin)
admin.site.register(FindingLevel, FindingLevelAdmin)
