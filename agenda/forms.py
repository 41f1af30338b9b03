"""From when to when, as people type it: a day, an hour, a day, an hour."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda import periods
from office.dates import DayInput

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]
YEARS = range(1900, 2201)
HOURS = ["%H:%M", "%H:%M:%S", "%H.%M", "%H"]


@dataclass(frozen=True)
class Span:
    """What was typed of a period: days and hours, on clocks that the place decides."""

    first: date
    start: time | None
    last: date
    end: time | None

    def __str__(self):
        ends = ((self.first, self.start), (self.last, self.end))
        return " – ".join(
            " ".join([date_format(day, "SHORT_DATE_FORMAT"), *([f"{hour:%H:%M}"] if hour else [])])
            for day, hour in ends
        )

    @classmethod
    def of(cls, period, zone, *, all_day=False):
        """The span that somebody would type for that period."""
        if all_day:
            first, last = periods.days_of(period, zone)
            return cls(first, None, last, None)
        start, end = (one.astimezone(zone) for one in (period.lower, period.upper))
        return cls(start.date(), hour_of(start), end.date(), hour_of(end))

    def in_zone(self, zone, all_day=False):
        """
        The period on the clocks of a zone; of whole days, whatever hours were typed.

        Raises ValidationError where it ends before it begins, where hours are missing, and for
        an hour that the clock change leaves out or has twice.
        """
        if all_day:
            if self.last < self.first:
                raise ValidationError(periods.ENDS_AFTER, code="ends_before")
            return periods.days(self.first, self.last, zone)
        if self.start is None or self.end is None:
            raise ValidationError(_("Write both hours, or say that it is all day."), code="hours")
        start, end = (
            periods.moment(datetime.combine(day, hour), zone)
            for day, hour in ((self.first, self.start), (self.last, self.end))
        )
        return periods.period(start, end)


def hour_of(moment):
    return moment.time().replace(second=0, microsecond=0)


class ResourcesField(forms.ModelMultipleChoiceField):
    """Rooms, people and things, each person with who they are."""

    def label_from_instance(self, resource):
        return resource.told


class PeriodWidget(forms.MultiWidget):
    labels = {
        "day_from": _("from day"),
        "from": pgettext_lazy("an hour", "at"),
        "day_to": _("to day"),
        "to": pgettext_lazy("an hour", "at"),
    }

    class Media:
        css = {"all": ["css/period.css"]}

    def __init__(self, attrs=None):
        day = DayInput()
        hour = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__({"day_from": day, "from": hour, "day_to": day, "to": hour}, attrs)

    def decompress(self, value):
        return [value.first, value.start, value.last, value.end] if value else [None] * 4

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["group_label"] = getattr(self, "group_label", "")
        labels = self.labels.values()
        for part, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            part["label"] = label
            part["attrs"].pop("aria-describedby", None)
        return context

    def _render(self, template_name, context, renderer=None):
        # The renderer of forms knows Django's inputs, and not the project's own templates.
        for part in context["widget"]["subwidgets"]:
            part["html"] = super()._render(part["template_name"], {"widget": part}, renderer)
        return render_to_string("agenda/widgets/period.html", context)

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class PeriodField(forms.MultiValueField):
    """
    A Span; the day on which it ends may be left empty, and the hours of whole days.

    The form says on the clocks of which place (`Span.in_zone`).
    """

    widget = PeriodWidget

    def __init__(self, **kwargs):
        day = forms.DateField(input_formats=DAYS, required=kwargs.get("required", True))
        day.error_messages["incomplete"] = _("Write the day on which it begins.")
        parts = [
            day,
            forms.TimeField(input_formats=HOURS, required=False),
            forms.DateField(input_formats=DAYS, required=False),
            forms.TimeField(input_formats=HOURS, required=False),
        ]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def get_bound_field(self, form, field_name):
        bound = super().get_bound_field(form, field_name)
        self.widget.group_label = bound.label
        return bound

    def compress(self, data_list):
        if not any(part is not None for part in data_list):
            return None
        first, start, last, end = data_list
        if first is None:
            raise ValidationError(self.fields[0].error_messages["incomplete"], code="incomplete")
        for day in (first, last or first):
            if day.year not in YEARS:
                told = {"first": YEARS[0], "last": YEARS[-1]}
                message = _("Write a year from %(first)s to %(last)s.")
                raise ValidationError(message, code="year", params=told)
        return Span(first, start, last or first, end)
