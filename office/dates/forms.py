"""How days are typed: in one input, or in three where only the year is needed."""

from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from office.dates.value import PartialDate

EARLIEST_YEAR = 1000
LATEST_YEAR = 2100
YEAR_OUT_OF_BOUNDS = _("The year must lie between %(earliest)d and %(latest)d.")

MONTH_CHOICES = [("", "–"), *((str(number), name) for number, name in MONTHS.items())]


class DayInput(forms.DateInput):
    """One whole day, for which each browser has its own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class PartsOfDate(forms.MultiWidget):
    """Three inputs for one partial date; what was typed is shown again when it is wrong."""

    def decompress(self, value):
        if value:
            # An address or a form's `initial` may hold any text.
            with suppress(ValueError):
                date = PartialDate.of(value)
                return [str(part or "") for part in (date.day, date.month, date.year)]
        return ["", "", ""]


class PartialDateWidget(PartsOfDate):
    """A group of three labelled inputs, which bears the name of its form field."""

    template_name = "office/widgets/partial_date.html"
    use_fieldset = False  # it is a group already
    group_label = ""  # filled by the form field

    class Media:
        css = {"all": ["css/partial_date.css"]}

    def __init__(self, attrs=None):
        parts = {
            "day": forms.TextInput({"inputmode": "numeric", "maxlength": 2, "size": 2}),
            "month": forms.Select(choices=MONTH_CHOICES),
            "year": forms.TextInput({"inputmode": "numeric", "maxlength": 4, "size": 4}),
        }
        super().__init__(parts, attrs)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["group_label"] = self.group_label
        labels = [_("Day"), _("Month"), _("Year")]
        parts = context["widget"]["subwidgets"]
        for part, label in zip(parts, labels, strict=True):
            part["label"] = label
        if id_ := context["widget"]["attrs"].get("id"):
            # The label, the help text and a link from an error all point at the first input.
            parts[0]["attrs"]["id"] = id_
        return context

    def _render(self, template_name, context, renderer=None):
        # The renderer of forms knows Django's inputs, and not the project's own templates.
        for part in context["widget"]["subwidgets"]:
            part["html"] = super()._render(part["template_name"], {"widget": part}, renderer)
        return render_to_string(template_name, context)

    def id_for_label(self, id_):
        return id_


class HiddenPartialDateWidget(PartsOfDate):
    def __init__(self, attrs=None):
        parts = {"day": forms.HiddenInput, "month": forms.HiddenInput, "year": forms.HiddenInput}
        super().__init__(parts, attrs)


class PartialDateFormField(forms.MultiValueField):
    widget = PartialDateWidget
    hidden_widget = HiddenPartialDateWidget
    default_error_messages = {
        "year_missing": _("Write the year too: a day or a month alone is not a date."),
        "year_invalid": _("Write the year in four digits, such as 1954."),
        "year_out_of_bounds": YEAR_OUT_OF_BOUNDS,
        "month_missing": _("Choose the month too, or leave the day empty."),
        "day_invalid": _("Write the day as a number."),
        "no_such_day": _("That month has no day %(day)d."),
    }

    def __init__(self, *, earliest_year=EARLIEST_YEAR, latest_year=LATEST_YEAR, **kwargs):
        self.earliest_year = earliest_year
        self.latest_year = latest_year
        day = forms.CharField(required=False)
        month = forms.ChoiceField(choices=MONTH_CHOICES, required=False)
        year = forms.CharField(required=kwargs.get("required", True))
        super().__init__([day, month, year], require_all_fields=False, **kwargs)
        year.error_messages["incomplete"] = self.error_messages["year_missing"]

    def get_bound_field(self, form, field_name):
        bound_field = super().get_bound_field(form, field_name)
        self.widget.group_label = bound_field.label
        return bound_field

    def compress(self, data_list):
        if not any(data_list):
            return None
        day, month, year = data_list
        if not year:
            raise self.error("year_missing")
        errors = [*self.errors_of_year(year)]
        if day and not month:
            errors.append(self.error("month_missing"))
        if day and number(day) is None:
            errors.append(self.error("day_invalid"))
        if errors:
            raise ValidationError(errors)
        try:
            return PartialDate(number(year), number(month), number(day))
        except ValueError:
            raise self.error("no_such_day", day=number(day)) from None

    def errors_of_year(self, text):
        year = number(text)
        if year is None:
            yield self.error("year_invalid")
        elif not self.earliest_year <= year <= self.latest_year:
            bounds = {"earliest": self.earliest_year, "latest": self.latest_year}
            yield self.error("year_out_of_bounds", **bounds)
            if len(text) < 4:
                yield self.error("year_invalid")

    def error(self, code, **params):
        return ValidationError(self.error_messages[code], code=code, params=params)

    def has_changed(self, initial, data):
        if self.disabled:
            return False
        if not isinstance(initial, list):
            initial = self.widget.decompress(initial)
        return [meaning(part) for part in initial] != [meaning(part) for part in data]


def number(text):
    """The number that the text writes in up to four digits, or None."""
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def meaning(part):
    """What one input says: "03" says the same as "3", and a missing input says nothing."""
    text = (part or "").strip()
    return text if number(text) is None else number(text)
