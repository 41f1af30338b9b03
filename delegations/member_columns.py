"""Which column of a list of members is which: by its heading, in five languages, or its content."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy

from delegations import own_names
from delegations.models import Member
from office.exchange.columns import Column, Languages, YesNo
from office.exchange.matching import guess
from office.exchange.resources import Lookups
from office.exchange.words import folded

# Of a column: so much of it must look alike.
MOST = 0.8
NAME, FAMILY_FIRST = "name", "family_first"
OF_NAMES = (NAME, FAMILY_FIRST, "family_name")
LEFT_OUT = ""
# What the preview shows of everybody, taken from a column or not.
ALWAYS_SHOWN = ("title", "given_name", "family_name")


def listed(text):
    return tuple(" ".join(one.split()) for one in text.split(","))


# What stands before a name, without signs.
TITLES = {
    *listed(
        """mr, mrs, ms, miss, mx, dr, prof, professor, sir, dame, hon, se, ing, avv, arch, dott,
        dottssa, dott ssa, on, sig, sigra, sig ra, signor, signora, prof ssa, professoressa, m, mme,
        mlle, monsieur, madame, me, maitre, pr, herr, frau, sr, sra, srta, don, dona, dra, doctor,
        doctora, prof dr, dr ing, h e, h e mr, h e ms, s e, rev, mons"""
    )
}
# What belongs to the name behind it.
PARTICLES = {
    *listed(
        """da, de, del, della, delle, di, do, dos, du, la, le, lo, van, von, der, den, ten, ter,
        zu, al, el"""
    )
}
# What delegations write above their columns, beside the labels that we give them ourselves.
HEADINGS = {
    "title": "mr ms, m mme, titolo, civilité, titre, anrede, titel, tratamiento",
    "given_name": "first name, forename, given names, prénom, prénoms, vorname, vornamen",
    "family_name": """last name, surname, cognome, nom de famille, nachname, familienname,
        apellido, apellidos""",
    NAME: """full name, name and surname, nome e cognome, nominativo, prénom et nom, nom complet,
        vor und nachname, vorname und name, nombre y apellidos, nombre completo, partecipante,
        participant, participante, teilnehmer, teilnehmerin, delegate, member, membro, membre,
        mitglied, miembro""",
    FAMILY_FIRST: """surname and name, last name first name, surname name, cognome e nome,
        cognome nome, nom et prénom, nom prénom, nom et prénoms, name vorname, name und vorname,
        nachname vorname, familienname vorname, apellidos y nombre, apellidos nombre""",
    "own_name": """own script, name in own script, native name, name in original script, nome
        originale, nome nella propria scrittura, nome in lingua originale, nom d origine, nom dans
        l écriture d origine, name in eigener schrift, originalname, nombre original, nombre en su
        escritura, 姓名, 氏名, 名前, 성명, 이름, имя, фио, الاسم, שם, ονοματεπώνυμο""",
    "own_language": """language of the name, lingua del nome, langue du nom, sprache des namens,
        idioma del nombre""",
    "office": """office, position, function, role, job title, carica, ruolo, qualifica, funzione,
        incarico, fonction, poste, qualité, funktion, amt, stellung, cargo, puesto, función""",
    "languages": """language, languages spoken, lingua, lingue parlate, langue, langues parlées,
        sprache, idioma""",
    "diet": """food, meals, allergies, dietary needs, dietary requirements, dieta, pasti,
        alimentazione, allergie, regime, regime alimentare, régime alimentaire, diète, repas,
        alimentation, diät, ernährung, essen, verpflegung, allergien, kost, unverträglichkeiten,
        alergias, alimentación, comida""",
    "access_needs": """accessibility, special needs, accessibilità, esigenze, accessibilité,
        besoins, barrierefreiheit, accesibilidad, necesidades""",
    "photo_consent": """photo, photos, photo consent, foto, fotografie, consenso foto,
        droit à l image, fotos, fotografías""",
    "is_head": """head, capo delegazione, chef de délégation, cheffe de délégation,
        delegationsleitung, leitung, jefe de delegación, jefa de delegación""",
}


# How people say it of photographs, beside yes, no and our own words; folded.
AGREES = {
    *listed(
        """agrees, agreed, accepts, accepted, ok, okay, consent, consents, allowed, accetta,
        acconsente, consente, consenso, d accordo, autorizza, autorizzato, autorizzata, accepte,
        consent, consentement, d accord, autorise, autorisé, autorisée, akzeptiert, einverstanden,
        stimmt zu, zugestimmt, erlaubt, acepta, consiente, de acuerdo, autoriza"""
    )
}
REFUSES = {
    *listed(
        """refuses, refused, declines, no photos, rifiuta, non accetta, non acconsente, no foto,
        niente foto, nega, refuse, n accepte pas, pas de photo, pas de photos, pas d accord,
        lehnt ab, abgelehnt, nicht einverstanden, keine fotos, keine bilder, rechaza, no acepta,
        no consiente, sin fotos"""
    )
}


@dataclass(frozen=True)
class PhotoConsent(YesNo):
    """Yes or no to photographs, as a model's choice: in our own words, or in theirs."""

    def read(self, text, lookups):
        said = lookups.remembered("photo consent", words_of_consent).get(folded(text))
        if said is not None:
            return said
        return Member.Consent.YES if super().read(text, lookups) else Member.Consent.NO


def words_of_consent():
    """Folded words -> what they say of photographs."""
    found = dict.fromkeys(map(folded, AGREES), Member.Consent.YES)
    found |= dict.fromkeys(map(folded, REFUSES), Member.Consent.NO)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {folded(label): value for value, label in Member.Consent.choices}
    return found


def column(name, label, kind=Column):
    return kind(name, label, also=listed(HEADINGS[name]))


COLUMNS = [
    column("title", gettext_lazy("Title")),
    column("given_name", gettext_lazy("Given name")),
    column("family_name", gettext_lazy("Family name")),
    column(NAME, gettext_lazy("Whole name")),
    column(FAMILY_FIRST, gettext_lazy("Whole name, family name first")),
    column("own_name", gettext_lazy("Name in its own script")),
    Languages(
        "own_language",
        gettext_lazy("Language of that name"),
        also=listed(HEADINGS["own_language"]),
        one=True,
    ),
    column("office", gettext_lazy("Office held")),
    column("languages", gettext_lazy("Languages"), Languages),
    column("diet", gettext_lazy("Diet")),
    column("access_needs", gettext_lazy("Access needs")),
    column("photo_consent", gettext_lazy("Photographs"), PhotoConsent),
    column("is_head", gettext_lazy("Head of the delegation"), YesNo),
]
BY_NAME = {column.name: column for column in COLUMNS}
LOOKUPS = Lookups(None)
# “Nom” is the family name beside “Prénom”, and the whole name where it stands alone.
EITHER = {folded(word) for word in ("name", "nome", "nom", "nombre")}


def by_heading(cells):
    """Place -> name of the column, where the row names a column of names; {} where it does not."""
    found = guess(cells, COLUMNS)
    either = [place for place, cell in enumerate(cells) if folded(cell) in EITHER]
    for place in either[:1]:
        others = {name for at, name in found.items() if at != place}
        if "given_name" in others:
            found[place] = "family_name"
        elif "family_name" in others:
            found[place] = "given_name"
        elif not {NAME, FAMILY_FIRST} & others:
            found[place] = NAME
    return found if {*OF_NAMES} & {*found.values()} else {}


def by_content(rows, width):
    """The names of columns without a heading: by what stands in them, then by their order."""
    columns = [
        [row[place] for row in rows if place < len(row) and row[place]] for place in range(width)
    ]
    names = [None] * width
    for place, cells in enumerate(columns):
        if not cells or share(cells, is_no_text) >= MOST:
            names[place] = LEFT_OUT
        elif share(cells, is_title) >= MOST and "title" not in names:
            names[place] = "title"
        elif share(cells, are_languages) >= MOST and "languages" not in names:
            names[place] = "languages"
    left = [place for place in range(width) if names[place] is None]
    own = [place for place in left if share(columns[place], own_names.is_in_other_script) >= MOST]
    # A list that is in another script throughout has no column for it.
    if own and len(own) < len(left):
        names[own[0]] = "own_name"
        left.remove(own[0])
    order = order_of([columns[place] for place in left])
    for place, name in zip(left, [*order, *[LEFT_OUT] * len(left)], strict=False):
        names[place] = name
    return names


def order_of(columns):
    """What the columns of words are: whole names stand in one column, with a space."""
    if not columns:
        return []
    in_one = len(columns) == 1 or share(columns[0], lambda cell: len(cell.split()) > 1) >= MOST
    return [NAME, "office"] if in_one else ["given_name", "family_name", "office"]


def share(cells, is_so):
    return sum(map(is_so, cells)) / len(cells) if cells else 0


def is_no_text(cell):
    return not re.search(r"[^\W\d_]{2}", cell) or "@" in cell


def is_title(cell):
    return folded(cell) in TITLES


def are_languages(cell):
    try:
        return bool(BY_NAME["languages"].read(cell, LOOKUPS))
    except ValidationError:
        return False
