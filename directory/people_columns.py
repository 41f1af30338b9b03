"""The columns of the table of people, by every heading that address books give them."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from directory.models import Person
from directory.resources import CITY, COUNTRY
from office.exchange.columns import Column, Day, Languages, Reference, of_field


def people_columns():
    return [
        of_field(Person, "title", also=("prefix", "titolo", "titre", "anrede")),
        of_field(Person, "given_name", also=("first name", "nome", "prénom", "vorname", "nombre")),
        of_field(
            Person,
            "family_name",
            required=True,
            also=("last name", "surname", "cognome", "nom", "nachname", "name", "apellido"),
            example="Yamada",
        ),
        of_field(Person, "own_name", also=("original script", "scrittura originale")),
        Languages("own_language", gettext_lazy("language of that name"), one=True),
        Languages(
            "language",
            gettext_lazy("language of letters"),
            one=True,
            also=("language", "lingua", "langue", "sprache", "idioma"),
        ),
        Column(
            "office",
            pgettext_lazy("of a person", "office"),
            also=("function", "role", "position", "carica", "qualifica", "funktion", "cargo"),
            example="Head of protocol",
            help=gettext_lazy("Held at the organisation, or else at the city."),
        ),
        Column(
            "organisation",
            gettext_lazy("organisation"),
            also=("company", "organization", "ente", "organizzazione", "azienda", "firma"),
            example="Kyoto Art Museum",
            help=gettext_lazy("One that is not in the directory yet is added to it."),
        ),
        Reference("city", gettext_lazy("city"), example="Kyoto", **CITY),
        Reference("country", gettext_lazy("country"), example="JP", **COUNTRY),
        Day(
            "held_from", pgettext_lazy("start of an office", "from"), also=("since", "dal", "seit")
        ),
        Day("held_to", pgettext_lazy("end of an office", "to"), also=("until", "al", "bis")),
        Column("email", gettext_lazy("e-mail"), also=("email", "mail", "posta elettronica")),
        Column("email_2", gettext_lazy("second e-mail"), also=("email 2", "e-mail 2")),
        Column("telephone", gettext_lazy("telephone"), also=("phone", "tel", "telefono")),
        Column("mobile", gettext_lazy("mobile telephone"), also=("mobile", "cellulare", "cell")),
        Column("address", gettext_lazy("postal address"), also=("address", "indirizzo")),
        of_field(Person, "note", also=("notes", "note", "notizen", "notas")),
    ]
