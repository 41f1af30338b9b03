"""The dated rules, the nation check, the pact clock, and silence in working days."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from office import working_days
from office.dates import PartialDate
from partnerships import clock, nations
from partnerships.models import Agreement, Rule
from tests import factories
from tests.forms import send

pytestmark = pytest.mark.django_db


def three_versions():
    """As Florence's regulation changed."""
    return [
        factories.make_rule("TWINS_PER_NATION", 1, "2000", "2013"),
        factories.make_rule("TWINS_PER_NATION", 3, "2014"),
        factories.make_rule("CONFIRMATION", 20, "2000", "2011-11"),
        factories.make_rule("CONFIRMATION", 10, "2011-12"),
    ]


@pytest.mark.parametrize(
    ("day", "figure"),
    [
        (date(1999, 12, 31), None),
        (date(2000, 1, 1), 1),
        (date(2013, 12, 31), 1),
        (date(2014, 1, 1), 3),
        (date(2050, 1, 1), 3),
    ],
)
def test_the_rule_of_a_day_is_the_one_that_held_then(day, figure):
    three_versions()

    rule = Rule.objects.of_that_day(Rule.Kind.TWINS_PER_NATION, day)

    assert (rule and rule.figure) == figure


def test_a_rule_that_overlaps_another_is_told_at_the_field():
    three_versions()
    rule = Rule(kind=Rule.Kind.CONFIRMATION, figure=5, in_force_from="2011", text_it="art. 5")

    with pytest.raises(ValidationError) as caught:
        rule.full_clean()

    assert list(caught.value.error_dict) == ["in_force_from"]
    assert "10, December 2011 – today" in caught.value.messages[0]


def test_two_rules_of_one_day_are_refused_by_the_database():
    three_versions()

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_rule("CONFIRMATION", 5, "2030")
    factories.make_rule("REPORT", 1, "2030")


def test_a_rule_cannot_end_before_it_is_in_force():
    rule = Rule(kind=2, figure=5, in_force_from="2011", in_force_to="2010", text_it="art. 5")

    with pytest.raises(ValidationError) as caught:
        rule.full_clean()

    assert list(caught.value.error_dict) == ["in_force_to"]


# ---------------------------------------------------------------- nations


def make_twin(name, signed_on=None, country="DE", **fields):
    kind = factories.make_bond_type("twin", is_limited=True, needs_confirmation=True)
    city = factories.make_city(name, country=factories.make_country(code=country))
    return factories.make_agreement(city, signed_on=signed_on, **fields), kind


def check(name, day, country="DE"):
    _twin, kind = make_twin("Elsewhere", country="AT", status="ended")
    city = factories.make_city(name, country=factories.make_country(code=country))
    return nations.check(city=city, bond_type=kind, day=day, user=AnonymousUser())


def test_one_more_of_a_nation_is_told_with_who_is_there_and_the_rule_of_that_day():
    """Germany had two, Kassel and Dresden, when the rule allowed one."""
    three_versions()
    kassel, _kind = make_twin("Kassel", "1952")
    dresden, _kind = make_twin("Dresden", "1978")

    found = check("Weimar", date(2007, 1, 1))
    later = check("Weimar", date(2020, 1, 1))

    assert (found.twins, found.rule.figure, found.is_exceeded) == ([kassel, dresden], 1, True)
    assert (later.rule.figure, later.is_exceeded) == (3, False)


@pytest.mark.parametrize("status", ["dropped", "ended", "expired"])
def test_what_does_not_bind_does_not_count(status):
    three_versions()
    make_twin("Kassel", "1952", status=status)

    assert check("Weimar", date(2007, 1, 1)).twins == []


def test_on_a_day_without_a_known_rule_nothing_is_exceeded():
    make_twin("Kassel", "1952")

    assert not check("Weimar", date(1978, 1, 1)).is_exceeded


def test_a_twin_that_the_user_may_not_see_is_not_named():
    three_versions()
    make_twin("Kassel", "1952", level="quiet")

    assert check("Weimar", date(2007, 1, 1)).twins == []


# ---------------------------------------------------------------- the clock


def term_of(agreement):
    agreements = clock.with_confirmations(Agreement.objects.filter(pk=agreement.pk))
    return clock.terms(agreements).get(agreement.pk)


@pytest.mark.parametrize(
    ("signed_on", "began", "ends"),
    [
        # Older than every rule: from the day on which the first one came into force.
        ("1954-07-03", PartialDate(2000), PartialDate(2020)),
        ("2008-05-17", PartialDate(2008, 5, 17), PartialDate(2028, 5, 17)),
        ("2012-02-29", PartialDate(2012, 2, 29), PartialDate(2022, 2, 28)),
        # As exact as the date is known.
        ("2016", PartialDate(2016), PartialDate(2026)),
    ],
)
def test_a_term_is_as_long_as_the_rule_of_its_first_day_says(signed_on, began, ends):
    three_versions()
    twin, _kind = make_twin("Reims", signed_on)

    term = term_of(twin)

    assert (term.began, term.ends) == (began, ends)


def test_a_confirmation_begins_a_new_term():
    three_versions()
    twin, _kind = make_twin("Reims", "2008-05-17")
    factories.make_step(twin, "confirm", on="2018-05-01")

    assert term_of(twin).ends == PartialDate(2028, 5, 1)


@pytest.mark.parametrize("status", ["proposed", "ended", "expired", "dropped"])
def test_what_does_not_bind_is_not_confirmed(status):
    three_versions()
    twin, _kind = make_twin("Reims", "2008", status=status)

    assert term_of(twin) is None


def test_a_pact_without_a_known_date_has_no_term():
    three_versions()
    twin, _kind = make_twin("Puebla")

    assert term_of(twin) is None


def test_the_list_to_confirm_looks_eighteen_months_ahead_and_names_the_overdue_first():
    three_versions()
    late, _kind = make_twin("Kassel", "2001-03-01")
    soon, _kind = make_twin("Dresden", "2014-06-30")
    make_twin("Weimar", "2014-07-02")

    found = clock.to_confirm(factories.make_user("head"), date(2023, 1, 1))

    assert [term.agreement for term in found] == [late, soon]
    assert [term.is_overdue(date(2023, 1, 1)) for term in found] == [True, False]
    assert [term.months_left(date(2023, 1, 1)) for term in found] == [-22, 17]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_to_confirm_asks_as_often_for_one_pact_as_for_three(
    django_assert_num_queries, office, count
):
    three_versions()
    for _n in range(count):
        make_twin("Kassel", "2001-03-01")

    head = factories.make_user("head")
    with django_assert_num_queries(4):
        assert len(clock.to_confirm(head, date(2023, 1, 1))) == count


# ---------------------------------------------------------------- working days


@pytest.fixture
def italy(office):
    office.country = "IT"
    office.save()


@pytest.mark.parametrize(
    ("sent", "counts"),
    [
        # Seven working days with a weekend between.
        (date(2026, 3, 2), date(2026, 3, 11)),
        # Over Easter: 6 April is a holiday.
        (date(2026, 3, 31), date(2026, 4, 10)),
        # Over 25 April and 1 May.
        (date(2025, 4, 22), date(2025, 5, 5)),
    ],
)
def test_silence_counts_after_seven_working_days(italy, sent, counts):
    assert working_days.after_working_days(sent, 7) == counts


def test_an_office_of_no_known_country_knows_weekends_alone(office):
    assert working_days.after_working_days(date(2025, 4, 22), 7) == date(2025, 5, 1)


def test_a_notice_keeps_the_day_on_which_silence_counts(italy):
    factories.make_rule("SILENCE", 7, "2003-06")
    notice = factories.make_notice(sent_on="2026-03-02")
    before_the_law = factories.make_notice(sent_on="1999-03-02")

    assert (notice.silence_on, before_the_law.silence_on) == (date(2026, 3, 11), None)
    assert [notice.is_settled_on(date(2026, 3, day)) for day in (10, 11)] == [False, True]


@pytest.mark.parametrize(
    ("answer", "settled"), [("no_objection", True), ("objection", False), ("question", False)]
)
def test_an_answer_counts_more_than_silence(italy, answer, settled):
    factories.make_rule("SILENCE", 7, "2003-06")
    notice = factories.make_notice(
        sent_on="2026-03-02", answer=answer, answered_on=date(2026, 3, 5)
    )

    assert notice.is_settled_on(date(2026, 4, 1)) == settled


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"answer": "no_objection"}, "answered_on"),
        ({"answered_on": date(2026, 3, 5)}, "answer"),
        ({"answer": "objection", "answered_on": date(2026, 3, 1)}, "answered_on"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(office, fields, field):
    notice = factories.make_notice(sent_on="2026-03-02")
    for name, value in fields.items():
        setattr(notice, name, value)

    with pytest.raises(ValidationError) as caught:
        notice.full_clean()

    assert next(iter(caught.value.error_dict)) == field


# ---------------------------------------------------------------- in the back-office


def test_a_rule_that_overlaps_is_told_at_its_field_and_nothing_is_lost(clerk):
    three_versions()
    url = reverse("admin:partnerships_rule_add")

    response = send(
        clerk, url, kind="2", figure="5", in_force_from_year="2015", text_it="Regolamento, art. 5"
    )

    form = response.context["adminform"].form
    assert list(form.errors) == ["in_force_from"]
    assert 'value="Regolamento, art. 5"' in response.text
    assert Rule.objects.count() == 4


def test_a_rule_that_follows_another_is_saved(clerk):
    three_versions()
    old = Rule.objects.get(kind=Rule.Kind.CONFIRMATION, figure=10)
    send(clerk, reverse("admin:partnerships_rule_change", args=[old.pk]), in_force_to_year="2029")

    send(
        clerk,
        reverse("admin:partnerships_rule_add"),
        kind="2",
        figure="5",
        in_force_from_year="2030",
        text_it="Regolamento, art. 5",
    )

    assert Rule.objects.of_that_day(Rule.Kind.CONFIRMATION, date(2031, 1, 1)).figure == 5
