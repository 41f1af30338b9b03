import pytest
from django.utils.html import strip_tags

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


def test_card_of_a_pact_names_who_signed_with_the_office_of_that_day(back_office):
    person = factories.make_person("Yamada", given_name="Keiko", level="internal")
    mayor = factories.make_office_held(person, "Mayor")
    signature = factories.make_signature(people=[factories.make_person("Secret", level="quiet")])
    signature.signatories.create(person=person, side="theirs", office=mayor)
    later = factories.make_signature(signature.agreement, "2011", kind="renewal")
    url = f"/admin/partnerships/agreement/{signature.agreement_id}/change/"

    page = back_office("officer").get(url).text

    card = page.split('<ul class="signatures">')[1].split("</ul>")[0]
    lines = [" ".join(strip_tags(one).split()) for one in card.split("</li>")]
    assert lines == [
        "26 February 2001 (of the agreement): Keiko Yamada (Mayor), for the partner city",
        "2011 (of a renewal): who signed is not recorded",
        "",
    ]
    assert f"/signature/{later.pk}/change/" in card
