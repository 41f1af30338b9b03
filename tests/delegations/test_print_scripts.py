"""Every print in the reader's script: its picture is read back, and says what was written."""

import pytest

from delegations import prints
from delegations.models import ItemWords, Print
from delegations.prints.words import others
from tests import factories
from tests.factories import at, make_item, make_member, make_part, make_user
from tests.office.papers.picture import read_back
from tests.office.papers.reading import opened

DAYS = (at(9).date(), at(9).date())
# A title in each language in which a print has its words, and what it might be mistaken for.
TITLES = {
    "ar": ("استقبال", "اسقتبال"),
    "el": ("Υποδοχή", "Υπαδοχή"),
    "fa": ("پذیرایی", "پدیرایی"),
    "he": ("קבלה", "קכלה"),
    "ja": ("直接面談", "直接面会"),
    "ko": ("환영식", "환송식"),
    "pt": ("Recepção", "Recepcao"),
    "ru": ("Приём", "Прием"),
    "uk": ("Прийом", "Приіом"),
    "zh": ("直接会谈", "直接会议"),
}
NAMES = {
    "ar": ("فاطمة", "فاطنة"),
    "he": ("יעקב", "יעקכ"),
    "ja": ("直子", "真子"),
    "ko": ("김민수", "김민주"),
    "zh": ("骨明", "骨朋"),
    "el": ("Ελένη", "Ελενη"),
    "uk": ("Щастя", "Шастя"),
}
SPACE = "\u200c"  # between two letters, which are not joined then


@pytest.fixture
def visit(office):
    return factories.make_visit(
        "Ospiti", state="planning", days=DAYS, officer=make_user("officer"), contact_language="it"
    )


def mistaken_for(words, other, language):
    """The words, and what one would see if they were set wrongly."""
    found = [(words, language), (other, language), (words[::-1], language)]
    if language in ("ar", "fa"):
        found.append((SPACE.join(words), language))
    if language in ("ja", "zh"):
        # The same signs as the neighbour draws them.
        found.append((words, "zh" if language == "ja" else "ja"))
    return found


def test_there_is_a_title_in_every_language_of_a_print():
    assert {*TITLES} == {*others()}


@pytest.mark.parametrize("language", TITLES)
def test_the_guests_programme_is_read_back_in_their_script(visit, language):
    words, other = TITLES[language]
    visit.print_language = language
    item = make_item(visit, "Ricevimento")
    ItemWords.objects.create(item=item, language=language, title="…", details=words)

    made = prints.pdf_of(prints.printed(visit, Print.GUEST))

    assert read_back(made.content, words, mistaken_for(words, other, language)) == (words, language)
    assert (made.is_accessible, made.missing) == (True, ())


@pytest.mark.parametrize("kind", [Print.GUEST, Print.HOST, Print.PUBLIC, Print.PRESS, Print.ROOM])
def test_names_of_hosts_are_read_back_from_each_print_in_every_script(visit, kind):
    hall = factories.make_place("Sala")
    item = make_item(visit, "Ricevimento", place=hall, is_public=True, press="open")
    for language, (name, _other) in NAMES.items():
        person = factories.make_person(f"Host-{language}", own_name=name, own_language=language)
        make_part(item, person=person)

    made = prints.pdf_of(prints.printed(visit, kind, language="it"))

    read = {
        language: read_back(made.content, name, mistaken_for(name, other, language))
        for language, (name, other) in NAMES.items()
    }
    assert read == {language: (name, language) for language, (name, _other) in NAMES.items()}


def test_names_of_guests_are_read_back_from_the_list_in_every_script(visit):
    for language, (name, _other) in NAMES.items():
        make_member(visit, f"Guest-{language}", own_name=name, own_language=language)

    made = prints.pdf_of(prints.printed(visit, Print.OFFICE, language="it"))

    read = {
        language: read_back(made.content, name, mistaken_for(name, other, language))
        for language, (name, other) in NAMES.items()
    }
    assert read == {language: (name, language) for language, (name, _other) in NAMES.items()}


@pytest.mark.parametrize("language", ["ar", "fa", "he"])
def test_a_print_from_right_to_left_begins_at_the_right(visit, language):
    make_item(visit, "Ricevimento")

    made = prints.pdf_of(prints.printed(visit, Print.GUEST, language=language))

    with opened(made.content) as document:
        page = document[0]
        words = page.get_textpage()
        index, count = words.search("09:00").get_next()
        words.count_rects(index, count)
        assert words.get_rect(0)[0] > page.get_width() / 2


def test_a_telephone_number_keeps_the_order_of_its_groups_from_right_to_left(visit):
    make_item(visit, "Ricevimento")
    factories.make_stay(visit, "Hotel", telephone="+39 055 234 5671")

    made = prints.pdf_of(prints.printed(visit, Print.GUEST, language="ar"))

    groups = ["055", "5671"]
    assert places(made.content, groups) == sorted(places(made.content, groups))


def places(content, words):
    """How far from the left of the first page each of the words begins."""
    with opened(content) as document:
        page = document[0].get_textpage()
        starts = [page.search(one).get_next()[0] for one in words]
        return [page.get_charbox(start)[0] for start in starts]


def test_what_is_not_what_was_written_is_not_read_as_it(visit):
    """The reading itself: shown another word where it looks, it says that one."""
    make_item(visit, "Ricevimento")
    made = prints.pdf_of(prints.printed(visit, Print.GUEST, language="it"))

    assert read_back(made.content, "Ospiti", [("Ospite", "it"), ("Asini", "it")]) in (
        None,
        ("Ospite", "it"),
    )
    assert read_back(made.content, "not there", [("Ospiti", "it")]) is None
