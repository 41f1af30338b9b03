"""Whose paper it is: the head of the letter, in the reader's language."""

import io

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from office.dates import PartialDate
from office.models import Office
from office.text import labelled

# As tall as a coat of arms is printed, at some 500 dots to the inch.
COAT_HEIGHT = 400
# A line in the direction of its own first letter: an address keeps its number in front.
ISOLATED = "\u2068{}\u2069"


def of_paper(language):
    """What every paper says of itself, in the active language."""
    return {
        "language": language.split("-")[0],
        "direction": runs(language),
        "date": PartialDate.of(timezone.localdate()).display(),
        "office": letterhead(turns=runs(language) == "rtl"),
    }


def runs(language):
    """In which direction the language is written: "ltr" or "rtl"."""
    try:
        return "rtl" if get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"  # None of the few that run from right to left is unknown to Django.


def made_up():
    return _("Demonstration: made up")


def letterhead(*, turns=False):
    """The office as the head of a letter; `turns` for one that runs from right to left."""
    office = Office.objects.current()
    coat = coat_of_arms(office)
    return {
        "name": office.name,
        "department": office.department,
        "contacts": [ISOLATED.format(line) if turns else line for line in contacts(office)],
        "coat": coat and list(coat),
        "coat_of": labelled(capfirst(_("coat of arms")), office.name),
    }


def contacts(office):
    """The lines of the address, and how else the office is reached."""
    reached = [
        (_("Telephone"), office.telephone),
        (_("E-mail"), office.email),
        (_("Certified e-mail"), office.certified_email),
    ]
    lines = [line.strip() for line in office.address.splitlines()]
    lines += [labelled(label, value) for label, value in reached if value]
    return [line for line in [*lines, office.website] if line]


def coat_of_arms(office):
    """The picture as PNG, no larger than it is printed; None where there is none."""
    from PIL import Image

    if not office.coat_of_arms:
        return None
    try:
        with office.coat_of_arms.open() as file, Image.open(file) as image:
            image.thumbnail((COAT_HEIGHT * 2, COAT_HEIGHT))
            out = io.BytesIO()
            image.save(out, "PNG")
    except OSError:
        return None  # The row outlived its file: a paper without the picture is still a paper.
    return out.getvalue()
