"""Visits from tables: the list of the years before, as somebody kept it in a spreadsheet."""

import pytest

from agenda.models import Party
from delegations.models import Visit
from office.models import Audience, Mail
from tests import factories
from tests.office.exchange.steps import checked, fates, imported, undo

pytestmark = pytest.mark.django_db

HEADER = ["delegazione", "city_name", "dal", "al", "persone", "state", "rank of the head"]


@pytest.fixture
def officer(office):
    return factories.make_user("officer")


def test_a_list_of_visits_comes_in_with_its_groups_and_writes_to_nobody(officer):
    imported(
        officer,
        "visits",
        HEADER,
        ["Comune di Kyoto", "Kyoto", "12.5.2025", "2025-05-13", "12", "completed", "ambassador"],
        ["Lycée Molière", "", "3/2/2024", "", "30", "completed", "8"],
    )

    assert [
        (str(one.first_day), str(one.last_day), one.size, one.state, one.head_rank, one.party.name)
        for one in Visit.objects.order_by("first_day")
    ] == [
        ("2024-02-03", "2024-02-03", 30, "completed", 8, "Lycée Molière"),
        ("2025-05-12", "2025-05-13", 12, "completed", 3, "Comune di Kyoto"),
    ]
    assert all(one.party.audience == one.audience for one in Visit.objects.all())
    assert len({one.reference for one in Visit.objects.all()}) == 2
    assert Mail.objects.count() == 0


def test_a_faulty_row_is_told_at_its_column_and_nothing_comes_in(officer):
    of = checked(
        officer,
        "visits",
        HEADER,
        ["Comune di Kyoto", "", "2025-05", "", "", "", ""],
        ["Comune di Kyoto", "", "2025-05-12", "2025-05-11", "", "", ""],
        ["", "", "2025-05-12", "", "12", "", ""],
        ["Comune di Kyoto", "", "2025-06-12", "", "5000", "", ""],
    )

    told = [[address for address, _text in said] for _fate, said in fates(of).values()]
    assert told == [["C2"], ["D3"], ["4"], ["E5"]]
    assert not Visit.objects.exists()


def test_the_state_of_a_visit_that_is_there_is_not_changed_by_a_table(officer):
    visit = factories.make_visit("Comune di Kyoto", days=(30, 31))
    of = checked(
        officer, "visits", ["reference", "size", "state"], [visit.reference, "12", "accepted"]
    )

    ((_fate, ((address, text),)),) = fates(of).values()
    assert (address, text) == ("C2", "The state of a visit is changed on its page, not by a table.")
    imported(officer, "visits", ["reference", "size"], [visit.reference, "12"])
    assert (Visit.objects.get().size, Party.objects.get().size) == (12, 12)


def test_an_import_of_visits_is_taken_back_with_all_that_it_made(officer):
    audiences = Audience.objects.count()
    of = imported(officer, "visits", HEADER, ["Kyoto", "", "2025-05-12", "", "", "", ""])

    undo(of)

    assert (Visit.objects.count(), Party.objects.count()) == (0, 0)
    assert Audience.objects.count() == audiences


def test_the_list_goes_out_and_says_nothing_of_needs_and_notes(clerk):
    factories.make_visit("Comune di Kyoto", needs="Zzyzx-needs", note="Zzyzx-note")
    factories.make_visit("Zzyzx-quiet", level="quiet")

    response = clerk.get("/admin/delegations/visit/export/csv/")

    text = b"".join(response.streaming_content).decode()
    assert ("Comune di Kyoto" in text, "Zzyzx" in text) == (True, False)
