"""
Which language a text is read in.

The office's original language and the languages it offers are a row
(office.models.Office), so that the same program serves another city. Imported by the
settings: nothing here may import a model when it is loaded.
"""

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf


class OfficeFallback(dict):
    """
    The fallback of django-modeltranslation: the office's original language, English, the others.

    A mapping with the single key "default", worked out at each reading because the
    original language is a row that staff may change.
    """

    def __init__(self, languages):
        super().__init__(default=tuple(languages))

    def __getitem__(self, key):
        languages = super().__getitem__(key)
        first = [original_language(), "en"]
        return (*first, *(code for code in languages if code not in first))


def original_language():
    """The language that the office writes in first, as a code. Costs no query within a request."""
    from office.models import Office

    return Office.objects.current().original_language


def offered_languages():
    """The languages that the office offers its readers, as (code, own name), the original first."""
    from office.models import Office

    return Office.objects.current().offered_languages()


def reading_order(language):
    """The codes of the languages in which a text is looked for, the reader's own first."""
    from django.conf import settings

    return tuple(
        dict.fromkeys((language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]))
    )


def localized(field, language):
    """
    An expression with what a reader of the language sees in a translated field.

    The database's own reading of the fallback, to sort and to search by; a plain
    order_by("name") puts the texts that are missing in that language last.
    """
    columns = [NullIf(f"{field}_{code}", Value("")) for code in reading_order(language)]
    return Coalesce(*columns, Value(""))


def texts_of(record, field):
    """The texts of a translated field in every language, "" or None where it is not written."""
    return [getattr(record, column) for column in in_every_language(field)]


def in_every_language(field):
    """The columns of a translated field, for a search that looks at them all."""
    from django.conf import settings

    return [f"{field}_{code}" for code, _name in settings.LANGUAGES]
