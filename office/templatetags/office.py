"""How pages print what the records hold."""

import html
import re

from babel import Locale
from babel.core import get_global
from django import template
from django.template.defaultfilters import linebreaks_filter
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from office import cards, numbers, structured, zones
from office.dates import PartialDate
from office.languages import reading_order
from office.text_states import State, fields_of
from office.tongues import direction as direction_of
from office.tongues import names

register = template.Library()


def found(record, field):
    """(language, text) of what a reader of the active language sees; (None, "") without any."""
    for code in reading_order(get_language()):
        text = getattr(record, f"{field}_{code}")
        if text:
            return code, text
    return None, ""


@register.simple_tag
def text(record, field, *, paragraphs=False, sentence=False, remarks=None):
    """
    The translated text of a field, in the reader's language where there is one.

    Another language is marked as such, for screen readers and, in small, for everybody.
    So is a draft, and a translation whose original has changed, with `remarks`: for
    paragraphs unless it says otherwise, since a list of names would be full of them.
    """
    language, words = found(record, field)
    if language is None:
        return ""
    if sentence:  # the first one, where there is little room
        words = re.split(r"(?<=[.!?])\s", words, maxsplit=1)[0]
    body = linebreaks_filter(words) if paragraphs else escape(words)
    remarks = paragraphs if remarks is None else remarks
    said = list(remarks_on(record, field, language)) if remarks else []
    if language != get_language():
        body = format_html(
            '<{tag} lang="{lang}" dir="{dir}">{body}</{tag}>',
            tag="div" if paragraphs else "span",
            lang=language,
            dir=direction_of(language),
            body=body,
        )
        said.insert(0, _("in %(language)s") % {"language": names().get(language, language)})
    if not said:
        return body
    between = pgettext("between two of a list", "; ")
    return format_html('{} <small class="fallback">({})</small>', body, between.join(said))


@register.simple_tag
def any_remark(records, *fields):
    """
    Whether `text` has a remark to make on any text of these records, to be made once for all.

    Of the fields that are named, or of all.
    """
    shown = (
        (record, field, found(record, field)[0])
        for record in records
        for field in fields_of(type(record))
        if not fields or field in fields
    )
    return any(list(remarks_on(*text)) for text in shown if text[2])


def remarks_on(record, field, language):
    """What a reader should know of a text beside its language."""
    match record.text_state(field, language):
        case State.DRAFT:
            yield _("draft, not checked by a person")
        case State.OUTDATED:
            yield _("the original has changed since")


@register.simple_tag
def language_attributes(code):
    """` lang` and ` dir` of an element that is not in the reader's language; nothing for None."""
    if not code:
        return ""
    return format_html(' lang="{}" dir="{}"', code, direction_of(code))


@register.filter
def record_url(record):
    """The record's page in the back-office."""
    from office.backoffice.frame import record_url

    return record_url(record)


@register.filter
def way_to(record):
    """The page on which one works with the record, or its form."""
    from office.backoffice.frame import way_to

    return way_to(record)


@register.filter
def date_html(value):
    """A partial date as a <time> element, in the reader's language."""
    return value.as_html() if value else ""


@register.filter
def since_html(start):
    """The partial date as the beginning of something that lasts."""
    return start.as_html_since()


@register.filter
def until_html(start, end):
    """Two partial dates, the second perhaps None, as the period between them."""
    return start.as_html_until(end)


@register.filter
def said(citation):
    """What a source says otherwise, as the record's own value would be shown."""
    value = citation.value
    if hasattr(value, "as_html"):
        return value.as_html()
    fields = {field.name: field for field in citation.content_type.model_class()._meta.fields}
    choices = dict(fields[citation.field].flatchoices) if citation.field in fields else {}
    return choices.get(value, value)


@register.simple_tag
def citations(record, *fields):
    """What the sources say of these fields of a record, in their order, nothing twice."""
    found = list(record.citations.all())
    asked = [citation for name in fields for citation in found if citation.field == name]
    once = {}
    for citation in asked:
        once.setdefault((citation.source_id, citation.says), citation)
    return list(once.values())


@register.filter
def language_names(codes):
    """Languages by their names in the reader's language, in the order given."""
    known = names()
    return ", ".join(known.get(code, code) for code in codes)


@register.simple_tag
def language_name(code):
    return names().get(code, code)


@register.simple_tag
def direction(code):
    return direction_of(code)


@register.simple_tag
def not_documented():
    return pgettext("fact", "not documented")


@register.simple_tag
def demonstration_accounts():
    """(e-mail, password, role) of each account of the demonstration."""
    from office import demo

    return demo.accounts()


@register.filter
def file_size(size):
    return numbers.file_size(size)


@register.filter
def number(value):
    return numbers.number(value)


@register.simple_tag
def money(amount, currency):
    """An amount with its currency, in the reader's language; nothing for None."""
    return "" if amount is None else numbers.money(amount, currency)


@register.simple_tag
def degrees(latitude, longitude):
    return numbers.degrees(latitude, longitude)


@register.filter
def zone_in_words(name):
    return zones.in_words(name)


@register.filter
def day_html(day):
    """A day as a <time> element, in the reader's language."""
    return PartialDate.of(day).as_html()


# ---------------------------------------------------------------- the head of a page


@register.simple_block_tag
def one_line(content):
    """What stands between the tags, as one line: to be printed more than once."""
    return mark_safe(" ".join(content.split()))  # noqa: S308 (what templates made is escaped)


@register.filter
def territory(language):
    """A language as social networks write it, with the country where most speak it: it_IT."""
    likely = Locale.parse(get_global("likely_subtags").get(language, language))
    return f"{likely.language}_{likely.territory}" if likely.territory else likely.language


@register.simple_tag
def social_card(title, name):
    """The address of the picture that a social network shows for the page."""
    return cards.address(html.unescape(str(title)), html.unescape(str(name)))


@register.simple_tag
def json_ld(data):
    """Structured data (schema.org) as a block of data in the page."""
    return structured.script(data)


@register.simple_tag(takes_context=True)
def json_ld_breadcrumbs(context):
    """The way to this page, from what _breadcrumbs.html was given."""
    site = context["site_url"]
    above = [(context.get(name), context.get(f"{name}_url")) for name in ("grandparent", "parent")]
    steps = [
        (pgettext("page", "Home"), f"{site}{reverse('home')}"),
        *((str(name), f"{site}{url}") for name, url in above if name),
        (str(context["current"]), context["canonical_url"]),
    ]
    return structured.script(structured.breadcrumbs(steps))


@register.simple_tag(takes_context=True)
def json_ld_office(context):
    """Whose site this is, for its first page."""
    office, site = context["office"], context["site_url"]
    graph = [
        structured.organization(office, site),
        structured.website(office, site, get_language()),
    ]
    return structured.script({"@graph": graph})
