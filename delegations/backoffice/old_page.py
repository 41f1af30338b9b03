"""Pasting an old page of delegations received: read into rows, which a person checks."""

import csv
import io

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import get_language, gettext_lazy

from agenda.models import Place
from delegations import old_pages
from directory.models import City, CityName, Country
from office.backoffice import frame
from office.backoffice.own_pages import Page
from office.exchange import actions
from office.exchange.tables import Unreadable
from office.exchange.views import start
from office.languages import offered_languages, original_language, texts_of

RESOURCE, FILE = "received", "old-page.csv"
TITLE = gettext_lazy("Paste an old page of delegations")
# What is written in the language of the page.
TEXTS = ("title", "subject", "host", "room")


class PageForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("The page"),
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy(
            "Copy it as it is. Each entry begins with its day, or holds it; a year alone in a "
            "line is the heading of what follows."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Its language"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = offered_languages()
        self.fields["language"].initial = original_language()

    def clean_text(self):
        """The entries; what cannot be read is told here, and the page stays as it was pasted."""
        try:
            return old_pages.entries(self.cleaned_data["text"])
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error

    def save(self, by):
        """The import with a row for each entry. Nothing of it is a delegation received yet."""
        known, language = names_known_to(by), self.cleaned_data["language"]
        rows = [in_language(known.row_of(one), language) for one in self.cleaned_data["text"]]
        return actions.upload(resource=RESOURCE, file=as_file(rows), sheet="", by=by)


def names_known_to(user):
    """What an entry may name, of what the user may see."""
    cities = {city.pk: city for city in City.objects.visible_to(user)}
    spelt = CityName.objects.filter(city__in=cities).values_list("name", "city")
    others = {name: str(cities[city]) for name, city in spelt}
    places = Place.objects.visible_to(user).in_order(get_language())
    return old_pages.Known(
        cities=others | spellings(cities.values()),
        countries=spellings(Country.objects.all()),
        places=spellings(places),
    )


def spellings(records):
    """{its name in any language: its name} of each."""
    return {name: str(one) for one in records for name in texts_of(one, "name") if name}


def in_language(row, language):
    """The row by the names of the columns of that language."""
    return {f"{name}_{language}" if name in TEXTS else name: text for name, text in row.items()}


def as_file(rows):
    """The rows as a table, as if somebody had typed them into one."""
    table = io.StringIO()
    writer = csv.DictWriter(table, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return SimpleUploadedFile(FILE, table.getvalue().encode("utf-8-sig"), "text/csv")


def page(request):
    """What did the page of those years say of who was received, and is it read rightly?"""
    form = PageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return start(request, form.save(request.user), actions.begin_check)
    return frame.page(request, "admin/delegations/old_page.html", str(TITLE), form=form)


PAGE = Page(
    label=TITLE,
    app="delegations",
    address="delegations/old-page/",
    view=page,
    permission="delegations.add_publicvisit",
)
