"""What a visitor may ask the lists of projects and of good practices."""

from django import forms
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cooperation.models import Practice, Project
from directory.models import Country
from office.public_lists import AddressFilter, ChoiceInAddress
from partnerships.models import Theme

FIRST_YEAR, LAST_YEAR = 1950, 2100


def theme_field():
    return ChoiceInAddress(
        label=gettext_lazy("Theme"),
        queryset=Theme.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=gettext_lazy("All themes"),
        error_messages={"invalid_choice": gettext_lazy("There is no such theme.")},
    )


class ProjectFilter(AddressFilter):
    """The filters, all in the address: ?theme=rights&country=MA&state=running&year=2018."""

    theme = theme_field()
    country = ChoiceInAddress(
        label=gettext_lazy("Country"),
        queryset=Country.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("All countries"),
        error_messages={"invalid_choice": gettext_lazy("There is no such country.")},
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All states")), *Project.State.choices],
        error_messages={"invalid_choice": gettext_lazy("There is no such state.")},
    )
    year = forms.IntegerField(
        label=gettext_lazy("Under way in the year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"invalid": gettext_lazy("Write a year in four figures.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Project.objects.public().order_by()
        self.fields["theme"].queryset = Theme.objects.filter(projects__in=public).distinct()
        named = Q(projects__project__in=public) | Q(partners_of_projects__project__in=public)
        countries = Country.objects.filter(pk__in=Country.objects.filter(named).values("pk"))
        self.fields["country"].queryset = countries.in_order(get_language())

    def filter(self, projects):
        """The projects that were asked for. Call it on a valid form only."""
        said = self.cleaned_data
        if said["theme"]:
            projects = projects.filter(themes=said["theme"])
        if said["country"]:
            projects = projects.in_country(said["country"])
        if said["state"]:
            projects = projects.filter(state=said["state"])
        if said["year"]:
            projects = projects.under_way_in(said["year"])
        return projects

    def in_words(self):
        said = self.cleaned_data
        words = {
            "theme": (_("Theme: %(value)s"), said["theme"]),
            "country": (_("Country: %(value)s"), said["country"]),
            "state": (_("State: %(value)s"), dict(Project.State.choices).get(said["state"])),
            "year": (_("Under way in %(value)s"), said["year"]),
        }
        return [(name, text % {"value": value}) for name, (text, value) in words.items() if value]


class PracticeFilter(AddressFilter):
    """?theme=culture"""

    theme = theme_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        public = Practice.objects.public().order_by()
        self.fields["theme"].queryset = Theme.objects.filter(practices__in=public).distinct()

    def filter(self, practices):
        """The practices that were asked for. Call it on a valid form only."""
        theme = self.cleaned_data["theme"]
        return practices.filter(themes=theme) if theme else practices

    def in_words(self):
        theme = self.cleaned_data["theme"]
        return [("theme", _("Theme: %(value)s") % {"value": theme})] if theme else []
