"""
Reads words back from the picture of a page, as an eye would: by their shapes alone.

The layer of text in the PDF only says where a word should stand. What stands there is cut out of
the picture and compared with drawings of every word that it might be, made by another engine
(FreeType and HarfBuzz, in Pillow): the one that it looks like is what was read.
"""

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps, ImageStat

from office.papers.pdf import FONTS

SCALE = 6
SIZE = 96
PATCH = (192, 48)
FACES = {
    "ar": "Vazirmatn-Regular.ttf",
    "fa": "Vazirmatn-Regular.ttf",
    "el": "NotoSans-Regular.ttf",
    "he": "NotoSansHebrew-Regular.ttf",
    "ja": "NotoSansJP-Regular.ttf",
    "ko": "NotoSansKR-Regular.ttf",
    "ru": "NotoSans-Regular.ttf",
    "uk": "NotoSans-Regular.ttf",
    "zh": "NotoSansSC-Regular.ttf",
}
LATIN = "TitilliumWeb-Regular.ttf"
FROM_RIGHT = ("ar", "fa", "he")


def cut_out(content, text):
    """The picture of where the text should stand, without what is white around it."""
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            words = page.get_textpage()
            found = words.search(text).get_next()
            if found is None:
                continue
            start, count = found
            boxes = [words.get_charbox(number) for number in range(start, start + count)]
            drawn = page.render(scale=SCALE).to_pil().convert("L")
            return trimmed(drawn.crop(around(boxes, page.get_height())))
    finally:
        document.close()
    return None


def around(boxes, height):
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return tuple(round(edge * SCALE) for edge in (left, height - top, right, height - bottom))


def trimmed(drawn):
    box = ImageOps.invert(drawn).point(lambda dot: 255 if dot > 60 else 0).getbbox()
    return drawn.crop(box) if box else None


def drawing(text, language):
    """The word as that language draws it."""
    face = ImageFont.truetype(FONTS / FACES.get(language, LATIN), SIZE)
    sheet = Image.new("L", (SIZE * (len(text) + 2), SIZE * 3), 255)
    towards = "rtl" if language in FROM_RIGHT else "ltr"
    ImageDraw.Draw(sheet).text(
        (SIZE, SIZE), text, font=face, fill=0, direction=towards, language=language
    )
    return trimmed(sheet)


def unlikeness(one, other):
    """0 for the same shape; how far from each other they are in form and in ink."""
    if one is None or other is None:
        return 1000.0
    wide = [picture.width / picture.height for picture in (one, other)]
    patches = [picture.resize(PATCH, Image.Resampling.BOX) for picture in (one, other)]
    ink = ImageStat.Stat(ImageChops.difference(*patches)).mean[0]
    return ink + 100 * abs(wide[0] - wide[1]) / max(wide)


def read_back(content, text, candidates):
    """
    Which of the (words, language) stands where the text should stand; None where nothing does.

    Also what it is least unlike must be like it.
    """
    seen = cut_out(content, text)
    if seen is None:
        return None
    order = sorted(candidates, key=lambda one: unlikeness(seen, drawing(*one)))
    return order[0] if unlikeness(seen, drawing(*order[0])) < 40 else None
