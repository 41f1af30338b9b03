"""
The demonstration's own people: nobody of these names and numbers exists.

Numbers are of ranges that are kept free for fiction, addresses of a domain that is.
"""

from directory.models import City, ContactDetail, OfficeHeld, Organisation, Person, PersonLanguage
from office.demo import make
from office.models import Audience

# In it, en, fr, de, es.
OFFICES = {
    "mayor": ("Sindaca", "Mayor", "Maire", "Oberbürgermeisterin", "Alcaldesa"),
    "former mayor": ("Sindaco", "Mayor", "Maire", "Oberbürgermeister", "Alcalde"),
    "deputy": ("Vicesindaco", "Deputy Mayor", "Adjoint", "Bürgermeister", "Teniente de alcalde"),
    "culture": (
        "Assessora alla cultura",
        "Councillor for Culture",
        "Adjointe à la culture",
        "Kulturdezernentin",
        "Concejala de Cultura",
    ),
    "head": (
        "Responsabile dell’ufficio",
        "Head of the office",
        "Responsable du bureau",
        "Leiter des Büros",
        "Responsable de la oficina",
    ),
    "protocol": ("Cerimoniale", "Protocol", "Protocole", "Protokoll", "Protocolo"),
    "interpreter": ("Interprete", "Interpreter", "Interprète", "Dolmetscher", "Intérprete"),
    "guide": ("Guida", "Guide", "Guide", "Stadtführerin", "Guía"),
}

# Who the person is; office, where (a city or its office), from, to; contacts; languages, each
# with level and use: s speaks, f interprets from, i interprets into, g guides in.
PEOPLE = [
    {
        "is": {
            "given_name": "Hanako",
            "family_name": "Prova",
            "family_first": True,
            "own_name": "試験花子",
            "own_language": "ja",
            "pronunciation": "PRO-va ha-na-ko",
            "language": "en",
            "form_of_address_it": "Signora Sindaca",
            "form_of_address_en": "Madam Mayor",
            "form_of_address_fr": "Madame la Maire",
            "form_of_address_de": "Sehr geehrte Frau Oberbürgermeisterin",
            "form_of_address_es": "Señora Alcaldesa",
        },
        "level": Audience.Level.PUBLIC,
        "office": ("mayor", "city", "2023-05", None),
        "contacts": [
            ("email", "mayor@example.org", True),
            ("telephone", "+44 20 7946 0101", False),
        ],
        "languages": [("ja", "native", "s"), ("en", "C1", "s")],
    },
    {
        "is": {"given_name": "John", "family_name": "Sample", "language": "en"},
        "level": Audience.Level.PUBLIC,
        "office": ("former mayor", "city", "2018-06", "2023-05"),
        "contacts": [("email", "john.sample@example.org", False)],
        "languages": [("en", "native", "s")],
    },
    {
        "is": {
            "title": "Dr",
            "given_name": "Yusuf",
            "family_name": "al-Tajriba",
            "own_name": "يوسف التجربة",
            "own_language": "ar",
            "transliteration": "Yūsuf at-Taǧriba",
            "pronunciation": "YUU-suf at-TAJ-ri-ba",
            "language": "fr",
            "form_of_address_it": "Eccellenza",
            "form_of_address_en": "Your Excellency",
            "form_of_address_fr": "Excellence",
        },
        "level": Audience.Level.PUBLIC,
        "office": ("deputy", "city", "2023-06", None),
        "contacts": [("mobile", "+44 7700 900102", False)],
        "languages": [("ar", "native", "s"), ("fr", "C2", "s")],
    },
    {
        "is": {
            "given_name": "Eleni",
            "family_name": "Dokimi",
            "own_name": "Ελένη Δοκιμή",
            "own_language": "el",
            "transliteration": "Elénī Dokimḗ",
            "pronunciation": "e-LE-ni do-ki-MI",
            "language": "it",
        },
        "level": Audience.Level.PUBLIC,
        "office": ("culture", "city", "2023-06", None),
        "contacts": [("email", "culture@example.org", True)],
        "languages": [("el", "native", "s"), ("it", "C1", "s")],
    },
    {
        "is": {
            "given_name": "Shili",
            "family_name": "Yang",
            "family_first": True,
            "own_name": "样示例",
            "own_language": "zh",
            "transliteration": "Yàng Shìlì",
            "pronunciation": "iang SCI-li",
            "language": "en",
        },
        "office": ("head", "organisation", "2021", None),
        "contacts": [
            ("email", "international@example.org", False),
            ("telephone", "+44 20 7946 0103", False),
        ],
        "languages": [("zh", "native", "s"), ("en", "C2", "s"), ("it", "B1", "s")],
    },
    {
        "is": {
            "given_name": "Ivan",
            "family_name": "Obraztsov",
            "own_name": "Иван Образцов",
            "own_language": "ru",
            "transliteration": "Ivan Obrazcov",
            "pronunciation": "i-VAN ob-ras-TSOF",
            "language": "en",
        },
        "office": ("protocol", "organisation", "2022-09-01", None),
        "contacts": [("mobile", "+44 7700 900104", False)],
        "languages": [("ru", "native", "s"), ("en", "B2", "s")],
    },
    {
        "is": {
            "given_name": "Midori",
            "family_name": "Tameshi",
            "family_first": True,
            "own_name": "試しみどり",
            "own_language": "ja",
            "pronunciation": "ta-ME-sci MI-do-ri",
            "language": "it",
        },
        "office": ("interpreter", "organisation", "2019", None),
        "contacts": [("email", "midori@example.org", False)],
        "languages": [("ja", "native", "sfi"), ("it", "C2", "sfi"), ("en", "C1", "sf")],
    },
    {
        "is": {"given_name": "Margaux", "family_name": "Essai", "language": "fr"},
        "office": ("guide", "organisation", "2020", None),
        "contacts": [("mobile", "+44 7700 900105", False)],
        "languages": [("fr", "native", "sg"), ("it", "C1", "sg"), ("de", "B2", "s")],
    },
    {
        "is": {"given_name": "Jürgen", "family_name": "Mustermann", "language": "de"},
        "office": ("interpreter", "organisation", "2015", "2024"),
        "contacts": [("email", "juergen@example.org", False)],
        "languages": [("de", "native", "sfi"), ("it", "C2", "sfi")],
    },
    {
        "is": {"given_name": "Jurgen", "family_name": "Mustermann", "language": "de"},
        "office": ("protocol", "organisation", "2024", None),
        "contacts": [("email", "juergen@example.org", False)],
        "languages": [("de", "native", "s")],
    },
]


def load_people():
    places = {
        "city": City.objects.get(slug="demo-city"),
        "organisation": Organisation.objects.get(name_en="International Office of Sampleton"),
    }
    for one in PEOPLE:
        known = {name: one["is"][name] for name in ("given_name", "family_name")}
        if Person.objects.filter(**known, is_demo=True).exists():
            # What was done with it in the demonstration stays.
            continue
        others = {name: value for name, value in one["is"].items() if name not in known}
        level = one.get("level", Audience.Level.INTERNAL)
        add_rows(make(Person, known, level=level, **others), one, places)


def add_rows(person, one, places):
    office, place, held_from, held_to = one["office"]
    titles = zip(("it", "en", "fr", "de", "es"), OFFICES[office], strict=True)
    OfficeHeld.objects.create(
        person=person,
        is_demo=True,
        held_from=held_from,
        held_to=held_to,
        **{place: places[place]},
        **{f"title_{language}": title for language, title in titles},
    )
    for kind, value, published in one["contacts"]:
        ContactDetail.objects.create(
            person=person, is_demo=True, kind=kind, value=value, is_published=published
        )
    for language, level, uses in one["languages"]:
        done = {use: use[0] in uses for use in ("speaks", "guides_in")}
        done |= {"interprets_from": "f" in uses, "interprets_into": "i" in uses}
        PersonLanguage.objects.create(
            person=person, is_demo=True, language=language, level=level, **done
        )
