"""In which language a name in its own script is, as far as the script tells."""

import unicodedata

# The script of a letter, as Unicode names it -> the languages that are written in it.
LANGUAGES = {
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "HANGUL": ("ko",),
    "CJK": ("zh", "ja", "ko"),
    "GREEK": ("el",),
    "HEBREW": ("he", "yi"),
    "ARMENIAN": ("hy",),
    "GEORGIAN": ("ka",),
    "THAI": ("th",),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "tg", "mn", "bs"),
    "ARABIC": ("ar", "fa", "ur", "ps", "ku", "ug", "sd"),
    "DEVANAGARI": ("hi", "ne", "mr", "sa"),
    "BENGALI": ("bn", "as"),
    "TAMIL": ("ta",),
    "ETHIOPIC": ("am", "ti"),
}
# Where one of these stands between letters of CJK, it says which language it is.
TELLING = ("HIRAGANA", "KATAKANA", "HANGUL")


def scripts(text):
    """The scripts of its letters, other than Latin; each once, in their order."""
    names = (unicodedata.name(letter, "") for letter in text if letter.isalpha())
    found = dict.fromkeys(name.split()[0] for name in names if name)
    return [script for script in found if script != "LATIN"]


def is_in_other_script(text):
    """Whether most of its letters are not Latin."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and 2 * len([one for one in letters if scripts(one)]) > len(letters)


def language_of(text, spoken=()):
    """
    The language of a name; "" where its script is that of several.

    Of several it is the one that the person speaks, where that is one.
    """
    found = scripts(text)
    script = next((one for one in found if one in TELLING), found[0] if found else "")
    written = LANGUAGES.get(script, ())
    if len(written) > 1:
        written = [code for code in written if code in spoken]
    return written[0] if len(written) == 1 else ""
