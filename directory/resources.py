"""What the directory brings in from tables and hands out as tables."""

from django.utils.translation import gettext_lazy as _

from directory.models import Act, Body, City, Country, Organisation
from office.exchange.columns import Choice, Languages, Reference, in_languages, named, of_field
from office.exchange.resources import HasSlug, Resource
from office.exchange.words import folded
from office.languages import in_every_language

COUNTRY = {"model": Country, "paths": ("code", *named("name"))}
CITY = {"model": City, "paths": ("slug", *named("name", more=("own_name", "names__name")))}
BODY = {"model": Body, "paths": ("key", *named("name"))}
INHABITANTS = ("inhabitants", "abitanti", "habitants", "Einwohner", "habitantes")


def names_of(get):
    """What a thing is called in every language, folded."""
    return {folded(text) for name in in_every_language("name") if (text := get(name))}


class Cities(HasSlug):
    model = City
    help = _("A city is the same when its word in the address is, or its name and country.")

    def columns(self):
        return [
            *in_languages("name", _("name"), required=True, example="Kyoto", also=("city",)),
            Reference(
                "country",
                _("country"),
                required=True,
                also=("nation", "state", "nazione", "stato", "land", "staat"),
                example="JP",
                help=_("Its name or its two-letter code."),
                **COUNTRY,
            ),
            of_field(City, "slug", also=("slug",), example="kyoto"),
            of_field(City, "own_name", example="京都市"),
            Languages("own_language", _("language of that name"), one=True, example="ja"),
            of_field(City, "latitude", also=("lat",), example="35.0116"),
            of_field(City, "longitude", also=("lon", "lng", "long"), example="135.7681"),
            of_field(
                City,
                "population",
                also=INHABITANTS,
                example="1463723",
            ),
            of_field(City, "time_zone", also=("timezone",), example="Asia/Tokyo"),
            of_field(City, "website", also=("site", "url", "web", "sito"), example=""),
            of_field(City, "languages", example="ja"),
            *in_languages("story", _("story")),
        ]

    def identities(self, get):
        if slug := get("slug"):
            yield ("slug", slug)
        for name in names_of(get):
            yield (name, get("country") and get("country").pk)

    def likenesses(self, get):
        yield from names_of(get)
        if get("own_name"):
            yield folded(get("own_name"))

    def slug_tells_apart(self, city):
        return city.country.code.lower()


class Organisations(Resource):
    model = Organisation
    help = _("An organisation is the same when its name and its city are.")

    def columns(self):
        return [
            *in_languages("name", _("name"), required=True, example="Kyoto Art Museum"),
            Choice(
                "kind",
                _("kind"),
                required=True,
                also=("type", "tipo", "genre", "art"),
                example="association",
                choices=Organisation.Kind,
            ),
            Reference("city", _("city"), example="Kyoto", **CITY),
            Reference("country", _("country"), example="JP", **COUNTRY),
            of_field(Organisation, "is_counterpart", example="no"),
            of_field(Organisation, "website", also=("site", "url", "web", "sito")),
        ]

    def identities(self, get):
        for name in names_of(get):
            yield (name, get("city") and get("city").pk)

    def likenesses(self, get):
        for name in names_of(get):
            yield " ".join(sorted(name.split()))


class Acts(Resource):
    model = Act
    help = _("An act is the same when its body and number are, or without one its body and day.")

    def columns(self):
        return [
            Reference(
                "body",
                _("body"),
                required=True,
                also=("organo", "organe", "organ", "órgano"),
                example="council",
                **BODY,
            ),
            Choice("kind", _("kind"), also=("type", "tipo", "genre", "art"), choices=Act.Kind),
            of_field(Act, "number", also=("numero", "número", "nummer"), example="2008/C/00010"),
            of_field(Act, "proposal_number"),
            of_field(Act, "adopted_on", also=("date", "data", "datum"), example="2008-02-18"),
            of_field(Act, "enforceable_on"),
            of_field(Act, "published_on"),
            *in_languages("subject", _("subject"), also=("oggetto", "objet", "betreff", "asunto")),
            of_field(Act, "rapporteur"),
            *in_languages("department", _("proposing office")),
            of_field(Act, "url", also=("link",)),
        ]

    def identities(self, get):
        body, number, day = get("body"), get("number"), get("adopted_on")
        if body and number:
            yield (body.pk, folded(number))
        elif body and day:
            yield (body.pk, day.isoformat())


cities = Cities()
organisations = Organisations()
acts = Acts()
