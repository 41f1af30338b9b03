"""An old page of delegations, pasted: what is read of it, and that a person checks it."""

import pytest

from delegations import old_pages
from delegations.models import PublicVisit
from office.dates import PartialDate
from office.exchange import actions, background
from office.exchange.plan import in_silence
from office.exchange.tables import Unreadable
from office.models import Audience, Import
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

PAGE = """Accoglienza delegazioni

Anno 2013

12 marzo – Delegazione di Kyoto ricevuta in Sala di Lorenzo dal sindaco Mario Rossi. Scambio
di doni. (m.b.)
14-16 maggio: Ambasciatore del Giappone in visita (a.c.)

2014
• 03/02/2014 Scuola di Lione. Presentazione degli archivi.
• luglio: Gruppo di studio sui tram
"""


KYOTO = "Delegazione di Kyoto ricevuta in Sala di Lorenzo dal sindaco Mario Rossi"


def read(text):
    return [(one.on, one.until, one.text) for one in old_pages.entries(text)]


def test_each_entry_has_its_day_and_its_words_without_the_initials():
    assert read(PAGE) == [
        (None, None, "Accoglienza delegazioni"),
        (
            PartialDate(2013, 3, 12),
            None,
            f"{KYOTO}. Scambio di doni.",
        ),
        (
            PartialDate(2013, 5, 14),
            PartialDate(2013, 5, 16),
            "Ambasciatore del Giappone in visita",
        ),
        (
            PartialDate(2014, 2, 3),
            None,
            "Scuola di Lione. Presentazione degli archivi",
        ),
        (PartialDate(2014, 7), None, "Gruppo di studio sui tram"),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 mars 2013 : la maire de Reims", PartialDate(2013, 3, 12)),
        ("1er août 2013 – orchestre", PartialDate(2013, 8, 1)),
        ("12. März 2013: Stadtrat", PartialDate(2013, 3, 12)),
        ("12 de marzo de 2013, delegación", PartialDate(2013, 3, 12)),
        ("3 July 1954 – a choir", PartialDate(1954, 7, 3)),
        ("A choir came in July 1954", PartialDate(1954, 7)),
        ("A choir, 1954", PartialDate(1954)),
    ],
)
def test_days_are_read_in_each_language_and_as_exact_as_they_are(text, day):
    assert [one.on for one in old_pages.entries(text)] == [day]


def test_a_day_that_does_not_exist_is_no_day_and_its_words_stay():
    assert read("31 febbraio 2013 – coro\n1 marzo 2013 – banda") == [
        (None, None, "31 febbraio 2013 – coro"),
        (PartialDate(2013, 3, 1), None, "banda"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Visita di Kim Jong-un",
        "Presidente Park Geun-hye",
        "Delegazione di Kyoto-shi",
        "Sindaco di Boston (USA)",
        "Coro – ABC",
    ],
)
def test_the_end_of_a_name_is_no_initials(words):
    assert read(f"12 marzo 2013: {words}") == [(PartialDate(2013, 3, 12), None, words)]


@pytest.mark.parametrize(
    "entry",
    [
        "28-3 maggio 2015: coro",
        "28 aprile - 3 maggio 2015: coro",
        "dal 28 aprile al 3 maggio 2015: coro",
        "28/04/2015 – 03/05/2015 coro",
        "du 28 avril au 3 mai 2015 : chœur",
        "28. April bis zum 3. Mai 2015: Chor",
    ],
)
def test_days_across_two_months_are_not_guessed_and_all_words_stay(entry):
    assert read(f"2014\n{entry}\n1 marzo: banda") == [
        (None, None, entry),
        (PartialDate(2014, 3, 1), None, "banda"),
    ]


def test_another_layout_without_any_day_is_refused_in_words():
    with pytest.raises(Unreadable, match="No day is found in it"):
        old_pages.entries("Benvenuti\n\nChi siamo")


def test_a_day_that_there_is_not_stands_where_the_day_is_looked_for():
    known = old_pages.Known(cities={}, countries={}, places={})
    [_first, wrong] = old_pages.entries(
        "12 marzo 2013 – Kyoto\n31 novembre 2013 – Delegazione di Dresda"
    )

    row = known.row_of(wrong)

    assert (row["received_on"], row["title"]) == (
        "31 novembre 2013",
        "31 novembre 2013 – Delegazione di Dresda",
    )


def test_what_the_directory_knows_is_put_into_its_column():
    known = old_pages.Known(
        cities={"Kyōto": "Kyoto", "Kyo": "Kyo"},
        countries={"Giappone": "Giappone"},
        places={name: name for name in ("Sala di Lorenzo", "Sala")},
    )
    rows = [known.row_of(one) for one in old_pages.entries(PAGE)[1:3]]

    assert rows == [
        {
            "received_on": "2013-03-12",
            "until": "",
            "title": KYOTO,
            "subject": "Scambio di doni. (m.b.)",
            "host": "sindaco Mario Rossi",
            "room": "Sala di Lorenzo",
            "city": "Kyoto",
            "country": "",
        },
        {
            "received_on": "2013-05-14",
            "until": "2013-05-16",
            "title": "Ambasciatore del Giappone in visita",
            "subject": "(a.c.)",
            "host": "",
            "room": "",
            "city": "",
            "country": "Giappone",
        },
    ]


@pytest.mark.parametrize(
    "beginning",
    ["Il 12/05/2012", "Il giorno 12 maggio 2012", "Sabato 12 maggio 2012,", "On 12 May 2012"],
)
def test_an_entry_may_begin_with_words_before_its_day(beginning):
    page = f"1 marzo 2012 – coro\n{beginning} l’Ambasciatore di Turchia"

    assert read(page) == [
        (PartialDate(2012, 3, 1), None, "coro"),
        (PartialDate(2012, 5, 12), None, "l’Ambasciatore di Turchia"),
    ]


def test_a_title_is_not_cut_behind_what_is_abbreviated():
    text = "Delegazione guidata dal Sig. Tanaka e dalla Dott.ssa Mori. Scambio di doni."

    assert old_pages.title_of(text) == (
        "Delegazione guidata dal Sig. Tanaka e dalla Dott.ssa Mori",
        "Scambio di doni.",
    )


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("sindaco Michael Nutter, ricevuto dal vicesindaco Saccardi", "vicesindaco Saccardi"),
        ("Il sindaco Michael Nutter con l’assessore Ada Neri", ""),
        ("Der Stadtrat wurde vom Bürgermeister Kurz empfangen", "Bürgermeister Kurz"),
        ("Il sindaco di Kyoto in visita", ""),
        ("Ricevuti dalla vicesindaca Ada Neri in sala", "vicesindaca Ada Neri"),
        ("Reçus par le maire", "maire"),
    ],
)
def test_the_mayor_of_another_city_is_no_host(text, host):
    assert old_pages.host_of(text) == host


@pytest.fixture
def at_once(monkeypatch):
    """The work of an import is done before the answer, in the same transaction as the test."""

    def work(of):
        background.do(Import.objects.get(pk=of.pk), in_silence)

    monkeypatch.setattr(background, "start", work)


@pytest.mark.usefixtures("at_once")
def test_a_pasted_page_becomes_rows_that_a_person_looks_through(back_office):
    city = factories.make_city("Kyoto")

    back_office("officer").post("/admin/delegations/old-page/", {"text": PAGE, "language": "it"})

    of = Import.objects.get()
    assert (of.resource, of.state) == ("received", Import.State.CHECKED)
    # The heading of the page has no day: a person leaves it out.
    fates = list(of.rows.order_by("number").values_list("fate", flat=True))
    assert fates == ["error", "new", "new", "new", "new"]
    assert not PublicVisit.objects.exists()

    heading = of.rows.get(fate="error")
    actions.mend(of, texts={}, decisions={heading: heading.LEAVE_OUT})
    actions.begin_check(of)
    actions.check(of)
    actions.begin_run(of)
    actions.run(of)

    visit = PublicVisit.objects.get(city=city)
    assert visit.received_on == PartialDate(2013, 3, 12)
    assert (visit.host_it, visit.subject_it) == (
        "sindaco Mario Rossi",
        "Scambio di doni. (m.b.)",
    )
    assert visit.audience.level == Audience.Level.INTERNAL
    assert visit.slug.startswith("delegazione-di-kyoto")


def test_what_cannot_be_read_stays_as_it_was_pasted(back_office):
    response = back_office("officer").post(
        "/admin/delegations/old-page/", {"text": "Chi siamo", "language": "it"}
    )

    told = response.content.decode()
    assert "No day is found in it" in told
    assert "Chi siamo</textarea>" in told


def test_who_may_not_write_may_not_paste(back_office):
    assert back_office("reader").get("/admin/delegations/old-page/").status_code == 403
