"""The register of honours: by which act, how many a year, and when one was revoked."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from delegations.models import Honour
from delegations.registers import warnings
from delegations.registers.of_city import conferred, panel_of
from delegations.registers.overview import Overview
from tests import factories, forms
from tests.factories import make_city, make_honour, make_honour_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

ADD = "/admin/delegations/honour/add/"


@pytest.mark.parametrize(
    "values",
    [
        {"name": ""},
        {"revoked_why": "Because."},
        {"handed_over_on": "2024"},
        {"revoked_on": "2025-05-11"},
    ],
)
def test_the_database_refuses_what_cannot_be(values):
    honour = make_honour(conferred_on="2025-05-12")

    with pytest.raises(IntegrityError), transaction.atomic():
        Honour.objects.filter(pk=honour.pk).update(**values)


def test_the_same_is_told_at_its_field():
    honour = Honour(kind=make_honour_kind(), conferred_on="2025", revoked_why="Because.")

    with pytest.raises(ValidationError) as told:
        honour.full_clean(exclude=["audience"])

    assert sorted(told.value.message_dict) == ["name", "revoked_on"]


def test_honours_count_in_the_year_of_which_they_are_even_where_no_day_is_known():
    for day in ("2024-12-31", "2025", "2025-05", "2026-01-01"):
        make_honour(conferred_on=day)

    assert [str(one.conferred_on) for one in Honour.objects.in_year(2025).in_order()] == [
        "May 2025",
        "2025",
    ]
    assert Honour.objects.years() == [2026, 2025, 2024]


def test_above_the_number_of_a_year_one_is_warned_and_a_revoked_one_does_not_count():
    officer = factories.make_user("officer")
    kind = make_honour_kind(most_per_year=1, name_en="Keys of the city")
    make_honour(kind, conferred_on="2025", revoked_on="2025-06")
    another = Honour(kind=kind, name="B", conferred_on="2025-07-01")
    another.clean_fields(exclude=["audience"])

    make_honour(kind, conferred_on="2025-05", level="quiet")
    assert warnings.of_honour(another, officer) == []
    make_honour(kind, conferred_on="2025-05")
    assert warnings.of_honour(another, officer) == [
        "Keys of the city: 1 are conferred in 2025 already, and 1 are laid down."
    ]


def test_the_warning_stands_on_the_form_until_somebody_says_why(clerk):
    kind = make_honour_kind(most_per_year=1)
    make_honour(kind, conferred_on="2025-05")
    values = {"kind": str(kind.pk), "name": "Anna", "conferred_on_year": "2025"}

    refused = forms.send(clerk, ADD, **values)
    told = refused.context["adminform"].form.errors

    assert sorted(told) == ["above_reason", "go_on"]
    held = {"go_on": "on", "above_reason": "Two winners."}
    forms.send(clerk, ADD, **values | held)
    assert [one.above_reason for one in Honour.objects.filter(name="Anna")] == ["Two winners."]


def test_an_honour_stands_on_the_timeline_of_its_city_and_is_no_sign_of_life():
    city, officer = make_city(), factories.make_user("officer")
    shown = make_honour(city=city, is_published=True, is_named=True)
    make_honour(city=city, name="Nobody knows")

    def told(reader):
        found = sorted(conferred.happenings([city.pk], reader), key=lambda one: one.record.pk)
        return [(one.text, one.is_contact) for one in found]

    assert told(AnonymousUser()) == [("Keys", False)]
    assert told(officer) == [(str(one), False) for one in Honour.objects.order_by("pk")]
    assert shown.who in told(officer)[0][0]


def test_the_panel_of_a_city_holds_its_gifts_and_honours():
    city, officer = make_city(), factories.make_user("officer")
    make_honour(city=city)
    factories.make_gift_line(city=city, day=date(2025, 5, 12))
    factories.make_gift_line(city=city, level="quiet")

    panel = panel_of(city, officer)

    assert [line.said for line in panel.lines] == ["12 May 2025", "given, 12/05/2025"]


def test_an_honour_of_a_body_is_of_its_city_too():
    city = factories.make_city("Kyoto")

    honour = factories.make_honour(organisation=factories.make_organisation(city=city))

    assert honour.city == city


def test_the_numbers_of_a_year_lead_to_as_many_lines(clerk):
    kind = factories.make_honour_kind()
    factories.make_honour(kind, conferred_on="2026")
    factories.make_honour(kind, conferred_on="2026", revoked_on="2026")
    factories.make_gift_line(day=date(2026, 3, 1))
    factories.make_gift_line(day=date(2026, 3, 1), taken_back_on=date(2026, 3, 2))
    overview = Overview(2026, clerk.user)

    (honours,), gifts = overview.honours, overview.gifts[0]

    for line, count in ((honours, honours.cells[0]), (gifts[0], gifts[0].cells[0])):
        assert clerk.get(line.url).context["cl"].result_count == count == 1
