"""Writing XML bit by bit, and the texts of a record in all their languages."""

from lxml import etree

from office.languages import original_language, reading_order

VERSION = "2.03"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Chunks:
    """A file that keeps what is written until it is taken."""

    def __init__(self):
        self._written = []

    def write(self, data):
        self._written.append(data)

    def take(self):
        found, self._written = b"".join(self._written), []
        return found


def document(root, attributes, elements):
    """The bytes of a document, piece by piece: one element of it at a time is in memory."""
    out = Chunks()
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with file.element(root, attributes):
            for element in elements:
                file.write(element, pretty_print=True)
                file.flush()
                yield out.take()
    yield out.take()


def add(parent, tag, text=None, **attributes):
    """A child of these attributes, without those that are empty; returns it."""
    said = {
        name.rstrip("_").replace("_", "-"): str(value)
        for name, value in attributes.items()
        if value not in (None, "")
    }
    child = etree.SubElement(parent, tag, said)
    child.text = text
    return child


def texts_in(record, field):
    """{language: text} of a translated field, the original's first."""
    columns = {
        code: getattr(record, f"{field}_{code}") for code in reading_order(original_language())
    }
    return {code: text for code, text in columns.items() if text}


def narrate(parent, record, field):
    """A narrative for each language in which the text is written, the original's first."""
    for language, text in texts_in(record, field).items():
        narrative(parent, text, language)


def narrative(parent, text, language=""):
    child = add(parent, "narrative", str(text))
    if language and language != original_language():
        child.set(LANG, language)
    return child


def amount(value):
    return f"{value:.2f}"
