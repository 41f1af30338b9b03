"""
The words of mails: plain text with fields such as {{ reader_name }}, and no logic.

What staff wrote (MailTemplate) comes before the program's own words, language by language. A
line that consists of fields alone, all of them empty, is left out.
"""

import logging
import re
from difflib import get_close_matches

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from office.models import MailTemplate, Office

logger = logging.getLogger(__name__)

# No brace within: whatever stands before a field, it ends where it began.
TAG = re.compile(r"\{\{([^{}]*)\}\}")
TWO_BRACES = re.compile(r"\{(?=\{)|\}(?=\})")
BLANK_LINES = re.compile(r"\n{3,}")
LONGEST_SUBJECT = 250

# What every kind of mail can say.
COMMON = {
    "reader_name": gettext_lazy("The name of the person who gets the mail."),
    "office_name": gettext_lazy("The name of the municipality."),
    "department": gettext_lazy("The name of the office."),
    "office_email": gettext_lazy("The office’s e-mail address."),
    "office_telephone": gettext_lazy("The office’s telephone number."),
    "today": gettext_lazy("The day on which the mail is written."),
}


def common(reader_name):
    """The values of the fields of every mail, in the active language."""
    office = Office.objects.current()
    return {
        "reader_name": reader_name,
        "office_name": office.name,
        "department": office.department,
        "office_email": office.email,
        "office_telephone": office.telephone,
        "today": date_format(timezone.localdate()),
    }


# ---------------------------------------------------------------- fields


def names_in(text):
    """What stands between double braces, in its order."""
    return [found.strip() for found in TAG.findall(text)]


def secrets_of(key):
    """The secrets that a kind of mail can hold: those that the program's own words use."""
    from office.outbox import kinds, secrets

    with translation.override("en"):
        used = names_in(str(kinds.get(key).text))
    return [name for name in secrets.names() if name in used]


def fields_of(key):
    """{name: what it means} of all fields that the words of a kind of mail can use."""
    from office.outbox import kinds, secrets

    hidden = {name: meaning_of_secret(secrets.get(name)) for name in secrets_of(key)}
    return {**kinds.get(key).fields, **COMMON, **hidden}


def meaning_of_secret(function):
    says = _("Put in only while the mail is sent: nobody in the office reads it.")
    return getattr(function, "says", says)


def faults(key, text, *, in_subject=False):
    """What is wrong with the fields of a text, in words; empty where it can be filled in."""
    known = fields_of(key)
    found = []
    for name in dict.fromkeys(names_in(text)):
        if name not in known:
            found.append(unknown(name, known))
        elif in_subject and name in secrets_of(key):
            said = _("{{ %(name)s }} cannot stand in a subject, which others see as well.")
            found.append(said % {"name": name})
    if "{{" in (rest := TAG.sub("", text)) or "}}" in rest:
        found.append(_("Two braces are open: a field is written {{ name }}."))
    return found


def unknown(name, known):
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    if near:
        said = _("There is no field {{ %(name)s }}. Did you mean {{ %(near)s }}?")
        return said % {"name": name, "near": near[0]}
    return _("There is no field {{ %(name)s }}.") % {"name": name}


# ---------------------------------------------------------------- whose words


def words_of(key):
    """(subject, text) of the program's own, in the active language."""
    from office.outbox import kinds

    kind = kinds.get(key)
    return str(kind.subject), str(kind.text)


def words_in_use(key, language):
    """(subject, text) with their fields: those of staff where they wrote any."""
    with translation.override(language):
        built_in = words_of(key)
    row = MailTemplate.objects.filter(kind=key).first()
    if row is None:
        return built_in
    written = [getattr(row, f"{field}_{language}") for field in ("subject", "text")]
    if any(faults(key, text or "") for text in written):
        # A field that an older version of the program knew: a mail must not wait for that.
        logger.warning("the mail template %s uses a field that there is not", key)
        return built_in
    return tuple(mine or other for mine, other in zip(written, built_in, strict=True))


# ---------------------------------------------------------------- filling in


def fill(text, values):
    """The text with its fields filled in; what `values` does not name stays as it is."""
    lines = (filled_line(line, values) for line in text.replace("\r\n", "\n").split("\n"))
    filled = "\n".join(line for line in lines if line is not None)
    return BLANK_LINES.sub("\n\n", filled).strip()


def filled_line(line, values):
    """The line, None for one that consisted of nothing but empty fields."""
    filled = TAG.sub(lambda found: value_of(found, values), line)
    if TAG.search(line) and not filled.strip() and not TAG.sub("", line).strip():
        return None
    return filled.rstrip()


def value_of(found, values):
    name = found.group(1).strip()
    return values.get(name, f"{{{{ {name} }}}}")


def plain(values):
    """The values as text; none of them can bring a field of its own."""
    return {
        name: "" if value is None else TWO_BRACES.sub(r"\g<0> ", str(value)).strip()
        for name, value in values.items()
    }


def one_line(text, *, longest=LONGEST_SUBJECT):
    """Without the ends of lines that would begin another header of the mail."""
    return Truncator(" ".join(text.split())).chars(longest)


def without_secrets(text):
    """The text as colleagues may read it."""
    from office.outbox import secrets

    shown = {
        name: _("[private link]") if name == "private_link" else _("[put in while sending]")
        for name in secrets.names()
    }
    return TAG.sub(lambda found: value_of(found, shown), text)
