"""
Whether a Word template can be used: told before it is kept, in words for whoever made it.

It is filled with the example of its kind, with everything and with next to nothing in it. And
it may fetch nothing, neither here nor on the machine of whoever opens the paper.
"""

import io
import re
import zipfile

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from office.files import fault as file_fault
from office.papers.docx import docx
from office.papers.kinds import kinds

# What Word fetches when it opens the file. A template that stands behind it (attachedTemplate)
# is left out of every paper that is filled, so it does no harm here.
FETCHING = re.compile(r"\b(INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO|DATABASE|RD)\b")
HARMLESS = ("/hyperlink", "/attachedTemplate")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PRINTED = {f"{WORD}{name}" for name in ("t", "instrText", "delText", "delInstrText")}

# By what the library says, the most particular first.
REASONS = [
    (
        re.compile(r"unknown tag 'end\w+'(?!.*looking for)"),
        gettext_lazy("Something is ended here that was not begun."),
    ),
    (
        re.compile(r"innermost block that needs to be closed is '(?P<begun>\w+)'"),
        gettext_lazy("“%(begun)s” is begun and not ended: write “end%(begun)s” where it ends."),
    ),
    (
        re.compile(r"unknown tag '(?P<tag>\w+)'"),
        gettext_lazy("There is no sign “%(tag)s”: take one of those in the list."),
    ),
    (
        re.compile(r"No filter named '(?P<filter>\w+)'"),
        gettext_lazy("Take out the bar and “%(filter)s” after it: a template does not know it."),
    ),
    (
        re.compile(r"Missing end of comment"),
        gettext_lazy("A note that begins with {# must end with #}."),
    ),
    (
        re.compile(r"end of template|end of print statement|end of statement block|unexpected '"),
        gettext_lazy("A brace is missing, or what stands between the braces is no field."),
    ),
]


def judge(file, key):
    """Raise ValidationError where the file is no template for the kind of paper."""
    file.seek(0)
    content = file.read()
    file.seek(0)
    refuse_fetching(content)
    example = kinds.get(key).example()
    for context, is_demo in ((example, True), (emptied(example), False)):
        try_with(content, context, is_demo)


def try_with(content, context, is_demo):
    """Fill the template, and tell what is wrong with it."""
    from jinja2 import TemplateSyntaxError, UndefinedError
    from jinja2.exceptions import SecurityError
    from lxml.etree import XMLSyntaxError

    try:
        made = docx(
            io.BytesIO(content), context, language=get_language(), is_demo=is_demo, strict=True
        )
    except UndefinedError as error:
        said = _("There is no field “%(name)s” in this paper: take one of those in the list.")
        raise fault(said, name=error.message) from error
    except SecurityError as error:
        said = _("A template prints fields and cannot do more: take out “%(what)s”.")
        raise fault(said, what=error.message) from error
    except TemplateSyntaxError as error:
        said = _("The signs of the template are not right near “%(place)s”: %(reason)s")
        raise fault(said, place=place_of(error), reason=reason_of(error.message)) from error
    except XMLSyntaxError as error:
        said = _(
            "What is repeated must begin and end in the same kind of place: paragraphs of their "
            "own, rows of one table, or cells of one row."
        )
        raise ValidationError(said, code="bad_template") from error
    except Exception as error:
        # Whatever else the libraries stumble over: nothing was kept yet.
        raise fault(_("The file is not as Word makes it: save it again as DOCX.")) from error
    refuse_lost_text(made)


def reason_of(message):
    """What the library says in English, in our words where we know it; else as it is."""
    for pattern, said in REASONS:
        if found := pattern.search(message):
            return said % found.groupdict()
    return message


def place_of(error):
    """The words of the line in which the fault was found, as far as they are known."""
    lines = [line.strip() for line in getattr(error, "docx_context", ())]
    # The library tells up to three lines before it.
    before = min(3, (error.lineno or 1) - 1)
    return next((line for line in lines[before:] if line), "…")[:80]


def refuse_fetching(content):
    """Pictures and texts from elsewhere tell a stranger who opened the paper, and when."""
    for name, root in parts_of(content):
        if name.endswith(".rels"):
            for link in root:
                outside = link.get("TargetMode", "").lower() == "external"
                if outside and not link.get("Type", "").endswith(HARMLESS):
                    said = _(
                        "The template fetches “%(what)s” from elsewhere: put it into the file."
                    )
                    raise fault(said, what=link.get("Target", ""))
        instructions = "".join(one.text or "" for one in root.iter(f"{WORD}instrText"))
        simple = " ".join(one.get(f"{WORD}instr", "") for one in root.iter(f"{WORD}fldSimple"))
        if found := FETCHING.search(f"{instructions} {simple}".upper()):
            said = _("The template has a field of Word that fetches something: take out %(what)s.")
            raise fault(said, what=found[0])


def refuse_lost_text(content):
    """A text that stands in no paragraph is in the file, and nobody ever sees it."""
    for name, root in parts_of(content):
        if not re.match(r"word/(document|header|footer)\d*\.xml", name):
            continue
        for element in root.iter():
            lost = (element.tail or "").strip()
            if str(element.tag).startswith(WORD) and element.tag not in PRINTED:
                lost = lost or (element.text or "").strip()
            if lost:
                said = _(
                    "“%(text)s” would be lost: print a field with {{ … }}, not {{r …}} or {{p …}}."
                )
                raise fault(said, text=lost[:40])


def parts_of(content):
    """(name, root element) of each XML part of the file."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                try:
                    yield name, fromstring(archive.read(name))
                except (ParseError, DefusedXmlException) as error:
                    raise file_fault("damaged") from error


def emptied(value):
    """The example with nothing in its lists and its texts."""
    match value:
        case dict():
            return {name: emptied(one) for name, one in value.items()}
        case list():
            return []
        case str():
            return ""
    return value


def fault(said, **params):
    return ValidationError(said, code="bad_template", params=params)
