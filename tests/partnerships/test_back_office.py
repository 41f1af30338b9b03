import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("decade", "years"),
    [
        ("1950", ["1954-07"]),
        ("1960", ["1961"]),
        ("unknown", [None]),
        ("nonsense", [None, "1954-07", "1961"]),
    ],
)
def test_agreements_are_filtered_by_the_decade_of_their_signature(back_office, decade, years):
    for signed_on in ("1954-07", "1961", None):
        factories.make_agreement(signed_on=signed_on)

    page = back_office("reader").get(f"/admin/partnerships/agreement/?signed_on__decade={decade}")

    found = [one.signed_on and one.signed_on.isoformat() for one in page.context["cl"].result_list]
    assert sorted(found, key=str) == sorted(years, key=str)


def test_state_that_follows_from_steps_is_not_restored_from_the_history(back_office):
    pact = factories.make_agreement(status="signed")
    factories.make_step(pact, "enter", to_status="in_force")
    pact.status = "in_force"
    pact.save()
    kept = pact.history.last()
    client, page = back_office("officer"), f"/admin/partnerships/agreement/{pact.pk}/history/"

    assert "Restore the value before" not in client.get(page).text
    sent = {"field": "status", "entry": kept.history_id}
    assert client.post(page, sent).status_code == 404


def test_list_goes_by_the_names_that_are_read(back_office):
    for name, slug in (("Zurich", "a"), ("Évora", "b"), ("Fez", "c")):
        factories.make_agreement(factories.make_city(name, slug=slug))

    page = back_office("officer").get("/admin/partnerships/agreement/")

    assert [one.city.name for one in page.context["cl"].result_list] == ["Évora", "Fez", "Zurich"]
