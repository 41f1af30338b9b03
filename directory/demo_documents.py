"""The demonstration's own documents, made when they are loaded: a text, a letter, a picture."""

import io

from django.core.files.base import ContentFile

from directory.actions import add_version, attach
from directory.models import Document
from office.dates import PartialDate
from office.demo import make
from office.models import Audience

PACT = """Patto dimostrativo tra Borgolago e Cittaprova
Testo inventato per provare il programma: nessuno lo ha firmato.

Articolo 1. Le due città si scambiano esperienze inventate.
Articolo 2. Questo patto non vale nulla."""

LETTER = """Cara collega,

questa lettera inventata serve a provare il programma.

L’Ufficio dimostrativo
"""

WORDS = {
    "pact": {
        "title_it": "Patto dimostrativo con Cittaprova",
        "title_en": "Demonstration pact with Sampleton",
        "title_fr": "Pacte de démonstration avec Exempleville",
        "title_de": "Vorführpakt mit Musterstadt",
        "title_es": "Pacto de demostración con Villaprueba",
    },
    "letter": {
        "title_it": "Lettera dimostrativa, solo per l’ufficio",
        "title_en": "Demonstration letter, for the office alone",
    },
    "picture": {
        "title_it": "Veduta dimostrativa di Cittaprova",
        "title_en": "Demonstration view of Sampleton",
        "title_fr": "Vue de démonstration d’Exempleville",
        "title_de": "Vorführansicht von Musterstadt",
        "title_es": "Vista de demostración de Villaprueba",
        "alt_text_it": "Disegno di case colorate sotto un cielo azzurro.",
        "alt_text_en": "A drawing of coloured houses under a blue sky.",
        "alt_text_fr": "Dessin de maisons colorées sous un ciel bleu.",
        "alt_text_de": "Zeichnung bunter Häuser unter blauem Himmel.",
        "alt_text_es": "Dibujo de casas de colores bajo un cielo azul.",
    },
}


def load(city):
    """The documents of the demonstration's city, each made once."""
    pact = {"kind": "signed_text", "languages": ["it"], "date": PartialDate(2019, 5, 4)}
    keep(city, "pact", "patto.pdf", pdf(PACT), text=PACT, **pact)
    letter = {"kind": "letter", "languages": ["it"], "level": Audience.Level.INTERNAL}
    keep(city, "letter", "lettera.txt", LETTER.encode(), **letter)
    credit = {"author": "relint", "licence": "CC0 1.0"}
    keep(city, "picture", "veduta.png", drawing(), kind="photograph", **credit)


def keep(city, key, name, content, *, level=Audience.Level.PUBLIC, **values):
    texts = dict(WORDS[key])
    find = {"title_en": texts.pop("title_en")}
    document = make(Document, find, level=level, **texts, **values)
    if document.current is None:
        add_version(document=document, file=ContentFile(content, name=name), by=None)
        attach(document=document, record=city, by=None)


def drawing():
    """Houses under a sky, as a PNG."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (1200, 675), "#9fd0f0")
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 520, 1200, 675], fill="#6a8f4e")
    colours = ["#c8553d", "#e9c46a", "#f4a261", "#8ab17d", "#b56576"]
    for n, colour in enumerate(colours):
        left, top = 80 + n * 215, 300 + n % 3 * 40
        draw.rectangle([left, top, left + 180, 560], fill=colour)
        draw.polygon([(left - 15, top), (left + 195, top), (left + 90, top - 90)], fill="#7a3b2e")
        draw.rectangle([left + 65, 470, left + 115, 560], fill="#4a2c20")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def pdf(text):
    """One page with the lines of the text, by hand: at once there, and always the same."""
    lines = [line.replace("\\", "").replace("(", "").replace(")", "") for line in text.split("\n")]
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    page = f"BT /F1 12 Tf 16 TL 60 760 Td\n{shown}ET".encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(it)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(page), page),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + trailer % (len(objects) + 1, len(out))
