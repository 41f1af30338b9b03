"""The title of an appointment in every language, in the form of what the appointment is for."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from agenda.models import Appointment
from office.languages import in_every_language, offered_languages, original_language

TITLE = Appointment._meta.get_field("title")
IN_ONE = _("Write the title in one language at least.")


def title_in(code):
    """The title in one language, with the marks by which the languages are shown and hidden."""
    marks = {"class": f"vTextField mt mt-field-title-{code}"}
    label = format_lazy("{label} [{code}]", label=capfirst(TITLE.verbose_name), code=code)
    widget = forms.TextInput(attrs=marks)
    return forms.CharField(label=label, max_length=TITLE.max_length, required=False, widget=widget)


class HasTitles(metaclass=forms.forms.DeclarativeFieldsMetaclass):
    """Mixin of such a form: the title in the languages that the office offers."""

    for _code, _name in settings.LANGUAGES:
        locals()[f"title_{_code}"] = title_in(_code)
    del _code, _name

    def offer_titles(self, appointment):
        """With the words that the appointment has."""
        offered = names_of_titles()
        for name in in_every_language("title"):
            if name not in offered:
                self.fields.pop(name, None)
            elif appointment.pk:
                self.initial[name] = getattr(appointment, name) or ""

    def take_titles(self, appointment, cleaned):
        for name in in_every_language("title"):
            if name in cleaned:
                setattr(appointment, name, cleaned[name])

    def check_titles(self, cleaned):
        """One language at least; said at the office's own."""
        first = f"title_{original_language()}"
        offered = [name for name in names_of_titles() if name in self.fields]
        wrong = any(name in self.errors for name in offered)
        if offered and not wrong and not any(cleaned.get(name) for name in offered):
            self.add_error(first if first in self.fields else None, IN_ONE)


def names_of_titles():
    """The fields of the languages that the office offers, the original first."""
    return [f"title_{code}" for code, _name in offered_languages()]
