"""
A paper as a Word document: a template that the office may change, filled with plain data.

A template is a .docx file with fields such as {{ title }}. It gets texts, lists and nothing
that could act (office/papers/sandbox.py). What a name in another language needs is put in
after the filling, so that a template needs no signs for it.
"""

import copy
import io
import logging
import re

from django.utils import translation
from django.utils.translation import gettext as _

from office.papers import identity
from office.papers.report import direction_of, pieces
from office.papers.sandbox import environment
from office.text import holdable

log = logging.getLogger(__name__)

COAT_HEIGHT_MM = 18
# Around a text that is in another language: three signs that no text has.
BEGINS, SAYS, ENDS = "\ue000", "\ue001", "\ue002"
MARKED = re.compile(f"{BEGINS}([^{SAYS}]*){SAYS}([^{ENDS}]*){ENDS}")
MARKS = re.compile(f"[{BEGINS}{SAYS}{ENDS}]")
# What Word calls the languages whose signs it draws each in another way, and their faces there.
EAST_ASIAN = {
    "ja": ("ja-JP", "Yu Gothic"),
    "zh": ("zh-CN", "Microsoft YaHei"),
    "ko": ("ko-KR", "Malgun Gothic"),
}
# What may stand behind an element within the properties of a run and of a paragraph.
BEHIND_LANG = ("w:eastAsianLayout", "w:specVanish", "w:oMath")
BEHIND_BIDI = (
    "w:adjustRightInd",
    "w:snapToGrid",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:mirrorIndents",
    "w:suppressOverlap",
    "w:jc",
    "w:textDirection",
    "w:textAlignment",
    "w:textboxTightWrap",
    "w:outlineLvl",
    "w:divId",
    "w:cnfStyle",
    "w:rPr",
    "w:sectPr",
    "w:pPrChange",
)


def paper(key, context, *, language, is_demo=False):
    """
    The paper of that kind (office/papers/kinds.py) in the office's own template, where it has one.

    A template that fails, because the program has changed since, is left for the one that came
    with the program, and the log says so.
    """
    from office.models import PaperTemplate
    from office.papers.kinds import kinds

    own = PaperTemplate.objects.for_paper(key, language)
    if own:
        try:
            with own.file.open() as file:
                return docx(file, context, language=language, is_demo=is_demo)
        except Exception:
            log.exception("The template %s fails; the one of the program is used", own.pk)
    return docx(kinds.get(key).template, context, language=language, is_demo=is_demo)


def docx(template, context, *, language, is_demo=False, strict=False):
    """
    The template (a path or an open file) filled with the context, as the bytes of a file.

    The context is made of dictionaries, lists, texts and numbers; texts in other languages are
    in it as `marked` gives them. `strict` raises for a field that the context does not have.
    """
    filled = opened(template)
    around = surroundings(language, is_demo)
    if coat := around["office"]["coat_of_arms"]:
        around["office"]["coat_of_arms"] = picture(filled, coat)
    filled.render(harmless({**around, **context}), environment(strict=strict), autoescape=True)
    for part in text_parts(filled):
        speak(part)
        if identity.runs(language) == "rtl":
            turn(part)
    leave_behind_nothing(filled)
    say_language(filled, language, holdable(str(context.get("title", ""))))
    out = io.BytesIO()
    filled.save(out)
    return out.getvalue()


def surroundings(language, is_demo):
    """What every template may print: whose paper it is, and when it is made."""
    with translation.override(language):
        around = identity.of_paper(language)
        around["office"]["coat_of_arms"] = around["office"].pop("coat") or ""
        around["made_up"] = identity.made_up() if is_demo else ""
    return around


def printed(expression, context):
    """What a template prints for the expression, as plain text; for the list of the fields."""
    said = environment(strict=False).compile_expression(expression)(**context)
    return MARKED.sub(r"\2", str(said)) if isinstance(said, str | int) else ""


def opened(template):
    from docxtpl import DocxTemplate
    from lxml import etree

    class Template(DocxTemplate):
        def fix_tables(self, xml):
            # The library reads on over what is broken, and whatever is behind it is lost.
            etree.fromstring(xml)
            return super().fix_tables(xml)

    return Template(template if hasattr(template, "read") else str(template))


def picture(filled, content):
    from docx.shared import Mm
    from docxtpl import InlineImage

    return InlineImage(filled, io.BytesIO(bytes(content)), height=Mm(COAT_HEIGHT_MM))


def harmless(value):
    """The data without the signs that no file of Word can hold."""
    match value:
        case dict():
            return {name: harmless(one) for name, one in value.items()}
        case list() | tuple():
            return [harmless(one) for one in value]
        case str():
            return holdable(value)
    return value


def marked(words):
    """The words as one text that a template prints; their languages go with them."""
    return "".join(
        f"{BEGINS}{one.language}{SAYS}{' '.join(MARKS.sub('', one.text).split())}{ENDS}"
        if one.language
        else MARKS.sub("", one.text)
        for one in pieces(words)
    )


def leave_behind_nothing(filled):
    """
    Without the name of the template behind the template, which Word would go and fetch.

    A file made from a form of the house has one, and it says where on whose machine that lay.
    """
    from docx.oxml.ns import qn

    settings = filled.docx.part._settings_part
    for element in settings.element.findall(qn("w:attachedTemplate")):
        settings.element.remove(element)
    links = settings.rels
    for key in [key for key, link in links.items() if link.reltype.endswith("/attachedTemplate")]:
        links.pop(key)


# ---------------------------------------------------------------- languages, after the filling


def text_parts(filled):
    """The roots of the document's text: the body, the headers and the footers."""
    yield filled.docx.element.body
    for uri in (filled.HEADER_URI, filled.FOOTER_URI):
        for _key, part in filled.get_headers_footers(uri):
            yield part.element


def speak(root):
    """Turn the marks into what Word knows of languages, run by run."""
    from docx.oxml.ns import qn

    for run in list(root.iter(qn("w:r"))):
        if any(MARKS.search(text.text or "") for text in run.findall(qn("w:t"))):
            for one in spoken(run):
                run.addprevious(one)
            run.getparent().remove(run)


def spoken(run):
    """The run cut where its language changes."""
    from docx.oxml.ns import qn

    properties = run.find(qn("w:rPr"))
    for child in run:
        if child is properties:
            continue
        if child.tag != qn("w:t"):
            yield run_of(properties, copy.deepcopy(child))
            continue
        for language, words in parted(child.text or ""):
            made = run_of(properties, text_element(words))
            if language:
                in_language(made, language.lower(), words)
            yield made


def parted(text):
    """(language or "", words) of each part of a text with marks."""
    place = 0
    for found in MARKED.finditer(text):
        yield "", MARKS.sub("", text[place : found.start()])
        yield found[1], found[2]
        place = found.end()
    yield "", MARKS.sub("", text[place:])


def run_of(properties, child):
    from docx.oxml import OxmlElement

    run = OxmlElement("w:r")
    if properties is not None:
        run.append(copy.deepcopy(properties))
    run.append(child)
    return run


def text_element(words):
    from docx.oxml import OxmlElement

    element = OxmlElement("w:t")
    element.text = words
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def in_language(run, language, words):
    """Say in which language the run is, which face draws it, and which way it runs."""
    from docx.oxml.ns import qn

    properties = run.get_or_add_rPr()
    code = language.split("-")[0]
    if code in EAST_ASIAN:
        name, face = EAST_ASIAN[code]
        fonts = properties.get_or_add_rFonts()
        fonts.set(qn("w:hint"), "eastAsia")
        fonts.set(qn("w:eastAsia"), face)
        set_language(properties, eastAsia=name)
    elif direction_of(words) == "rtl":
        properties.get_or_add_rtl()
        set_language(properties, bidi=language)
    else:
        set_language(properties, val=language)


def set_language(properties, **codes):
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = properties.find(qn("w:lang"))
    if element is None:
        element = OxmlElement("w:lang")
        properties.insert_element_before(element, *BEHIND_LANG)
    for name, code in codes.items():
        element.set(qn(f"w:{name}"), code)


def turn(root):
    """A text that runs from right to left: its paragraphs, its tables and its words."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for paragraph in root.iter(qn("w:p")):
        properties = paragraph.get_or_add_pPr()
        if properties.find(qn("w:bidi")) is None:
            properties.insert_element_before(OxmlElement("w:bidi"), *BEHIND_BIDI)
    for table in root.iter(qn("w:tbl")):
        table.bidiVisual_val = True
    for run in root.iter(qn("w:r")):
        words = "".join(text.text or "" for text in run.findall(qn("w:t")))
        if direction_of(words) == "rtl":
            run.get_or_add_rPr().get_or_add_rtl()


def say_language(filled, language, title):
    """For the spelling, for who has the document read aloud, and for its title in a list."""
    from docx.oxml.ns import qn

    document = filled.docx
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
    code = language.split("-")[0]
    names = {"val": language}
    if code in EAST_ASIAN:
        names["eastAsia"] = EAST_ASIAN[code][0]
    if identity.runs(language) == "rtl":
        names["bidi"] = language
    if defaults is not None and (properties := defaults.find(qn("w:rPr"))) is not None:
        set_language(properties, **names)
    document.core_properties.language = language
    if title:
        document.core_properties.title = MARKS.sub("", title)[:255]


# ---------------------------------------------------------------- a report


def of_report(report, *, language):
    """The report as the bytes of a Word document."""
    with translation.override(language):
        context = context_of(report)
    return paper("report", context, language=language, is_demo=report.is_demo)


def context_of(report):
    """What a template of the kind "report" finds; its labels are in the active language."""
    return {
        "title": marked(report.title),
        "subtitle": marked(report.subtitle),
        "intro": [marked(one) for one in report.intro],
        "sections": [section_of(one) for one in report.sections],
        "sources": [source_of(one) for one in report.sources],
        "sources_heading": _("Sources"),
    }


def section_of(section):
    table = section.table
    return {
        "heading": marked(section.heading),
        "level": section.level,
        "paragraphs": [marked(one) for one in section.paragraphs],
        "facts": [{"term": marked(term), "said": marked(said)} for term, said in section.facts],
        "table": table
        and {
            "caption": marked(table.caption),
            "header": [marked(one) for one in table.header],
            "rows": [[marked(one) for one in row] for row in table.rows],
        },
        "note": marked(section.note),
    }


def source_of(words):
    """A source with its address: on paper nobody can follow a link."""
    addresses = [one.link for one in pieces(words) if one.link]
    return " ".join([marked(words), *addresses])
