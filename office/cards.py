"""
The picture that a social network shows for a page: its title, and whose page it is.

The address carries both, signed, so that nobody has the municipality's site paint words
of their own; it never changes its meaning, so whoever fetched the picture may keep it.
"""

import io
import re
from pathlib import Path

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse
from django.utils.text import Truncator

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 90
BLUE, WHITE, PALE = "#004d99", "#ffffff", "#cce0f5"
FONTS = Path(settings.BASE_DIR, "static", "vendor", "fonts")
LONGEST = 120
SIZES = (100, 84, 68, 56)
LINES = 3
# What the font holds: Latin with its extensions, and the signs of print.
HELD = re.compile("[\x20-\u024f\u2010-\u2044\u20ac]*")


def signer():
    return Signer(salt="office.cards")


def address(title, name):
    """The path of the card with this title and this name of the office."""
    words = [Truncator(text).chars(LONGEST) for text in (title, name)]
    return reverse("social_card", args=[signer().sign_object(words, compress=True)])


def read(signed):
    """(title, name) of a signed address; raises signing.BadSignature."""
    title, name = signer().unsign_object(signed)
    return title, name


def draw(title, name):
    """The card as PNG; words in a script that our font does not hold are left out."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", SIZE, BLUE)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((MARGIN, HEIGHT - 190, MARGIN + 120, HEIGHT - 184), fill=WHITE)
    lines, font = fitting(held(title))
    for number, line in enumerate(lines):
        canvas.text((MARGIN, MARGIN + number * font.size * 1.2), line, fill=WHITE, font=font)
    below = font_of("600", 44)
    canvas.text((MARGIN, HEIGHT - 150), wrapped(held(name), below)[0], fill=PALE, font=below)
    out = io.BytesIO()
    # A plain ground and letters: few colours, a fifth of the size, no loss to see.
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def held(text):
    return text if HELD.fullmatch(text) else ""


def font_of(weight, size):
    from PIL import ImageFont

    return ImageFont.truetype(FONTS / f"titillium-web-{weight}.woff2", size)


def fitting(title):
    """The lines of the title and the font in which they fit: the largest that will do."""
    for size in SIZES:
        font = font_of("700", size)
        lines = wrapped(title, font)
        if len(lines) <= LINES:
            break
    return lines[:LINES], font


def wrapped(text, font):
    """The text in lines as wide as the card allows; one line at least."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH - 2 * MARGIN:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
