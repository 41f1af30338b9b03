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
