"""The pages on which a pact is proposed and brought on, as the clerk fills them in."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from office.dates import PartialDate
from partnerships.models import Agreement, Notice, Signature, Step
from tests import factories
from tests.forms import form_of, send, signed_in

pytestmark = pytest.mark.django_db

PROPOSE = reverse("admin:partnerships_agreement_propose")


def twin():
    return factories.make_bond_type(
        "twin", is_limited=True, needs_council=True, needs_confirmation=True
    )


def french(name):
    return factories.make_city(name, country=factories.make_country(code="FR"))


def on(day, prefix="on"):
    """What the three parts of a partial date are sent as."""
    year, *others = day.split("-")
    month, day = (*others, "", "")[:2]
    parts = {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}
    return {f"{prefix}_{name}": value for name, value in parts.items()}


def page_of(agreement, move):
    return reverse("admin:partnerships_agreement_step", args=[agreement.pk, move])


def post(client, url, day="2020-05-04", **values):
    form = form_of(client.get(url), form_id="step_form")
    return client.post(url, form | on(day) | {k: str(v) for k, v in values.items()})


def errors_of(response):
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


# ---------------------------------------------------------------- a second twin of a nation


@pytest.fixture
def reims(office):
    factories.make_rule("TWINS_PER_NATION", 1, "2000", text_en="Regulation, art. 7")
    twin()
    return factories.make_agreement(french("Reims"), signed_on="1954-07-03", status="in_force")


def proposal(**values):
    return {"city": french("Nice").pk, "bond_type": twin().pk, "why": "The Mayor's idea"} | values


def test_a_second_twin_is_warned_of_with_its_twins_and_the_rule_of_that_day(clerk, reims):
    response = post(clerk, PROPOSE, **proposal())

    assert errors_of(response) == {
        "exception": ["Write why it is one more of this nation."],
        "act": ["Name the act that allows it."],
    }
    page = response.text
    assert all(words in page for words in ("Reims", "3 July 1954", "Regulation, art. 7"))
    assert "The Mayor&#x27;s idea" in page
    assert not Step.objects.exists()
    assert Agreement.objects.count() == 1


def test_with_reason_and_act_it_is_proposed_and_the_exception_is_kept(clerk, reims):
    act = factories.make_act()

    post(clerk, PROPOSE, **proposal(exception="A shared flood", act=act.pk))

    pact = Agreement.objects.get(city__name_en="Nice")
    step = pact.steps.get()
    assert (pact.status, pact.audience.level) == ("proposed", "internal")
    assert (step.exception, step.act, step.rule.figure) == ("A shared flood", act, 1)
    assert (step.by, step.on) == (clerk.user, PartialDate(2020, 5, 4))


def test_one_that_is_on_the_way_counts_with_those_that_bind(clerk, office):
    factories.make_rule("TWINS_PER_NATION", 1, "2000")
    twin()
    factories.make_agreement(french("Lyon"), status="approved")

    response = post(clerk, PROPOSE, **proposal())

    assert set(errors_of(response)) == {"exception", "act"}
    assert "Lyon" in response.text


def test_of_another_nation_nothing_is_asked(clerk, reims):
    response = post(clerk, PROPOSE, **proposal(city=factories.make_city("Kyoto").pk))

    assert response.status_code == 302
    assert Agreement.objects.get(city__name_en="Kyoto").status == "proposed"


def test_history_is_never_refused(clerk, reims):
    """On a day on which no rule is known, a second one is simply taken down."""
    post(clerk, PROPOSE, "1960", **proposal())

    assert Agreement.objects.get(city__name_en="Nice").status == "proposed"


@pytest.mark.parametrize("field", ["city", "bond_type"])
def test_an_address_cut_short_opens_the_form_all_the_same(clerk, office, field):
    assert clerk.get(f"{PROPOSE}?{field}=abc").status_code == 200


def test_one_that_is_there_is_not_proposed_again(clerk, reims):
    response = post(clerk, PROPOSE, **proposal(city=reims.city_id))

    (said,) = errors_of(response)["bond_type"]
    url = reverse("admin:partnerships_agreement_change", args=[reims.pk])
    assert said.startswith("There is a pact of this kind with this city already (in force): ")
    assert response.text.count(f'<a href="{url}">') == 2  # at the field, and in the list of faults


def test_the_friendship_that_the_rule_of_the_time_asked_for_is_asked_for(clerk, office):
    factories.make_rule("FRIENDSHIP_FIRST", 1, "2000", "2011-11")
    asked = post(clerk, PROPOSE, "2006-05", **proposal())
    nimes = french("Nîmes")
    factories.make_agreement(nimes, bond="friendship", status="in_force")
    friends = post(clerk, PROPOSE, "2006-05", **proposal(city=nimes.pk))

    assert errors_of(asked) == {
        "exception": ["The rule of that day asks for a friendship pact first: write why not."]
    }
    assert friends.status_code == 302


# ---------------------------------------------------------------- steps


@pytest.fixture
def approved(office):
    """A pact that both councils have approved."""
    pact = factories.make_agreement(french("Nice"), status="both_approved")
    twin()
    for move in ("propose", "clear", "approve", "partner_approve"):
        factories.make_step(pact, move, on="2019")
    return pact


def test_a_step_that_cannot_follow_leads_back_and_says_so(clerk, approved):
    response = clerk.get(page_of(approved, "confirm"), follow=True)

    assert [str(one) for one in get_messages(response.wsgi_request)] == [
        "“Confirmation by the Council” cannot follow: the agreement is approved by both cities."
    ]


def test_a_signature_is_recorded_with_who_signed_in_which_office(clerk, approved):
    mayor = factories.make_person("Nardella")
    ours = factories.make_organisation("Our municipality", kind="municipality")
    held = factories.make_office_held(mayor, organisation=ours, held_from="2014", held_to="2024")

    response = post(
        clerk,
        page_of(approved, "sign"),
        **{"signature-room": "Sala di Lorenzo", "signature-place": "Borgolago"},
        **{"signatories-0-person": mayor.pk, "signatories-0-side": "ours"},
    )

    signature = Signature.objects.get()
    approved.refresh_from_db()
    assert response.status_code == 302
    assert (approved.status, approved.signed_on) == ("signed", PartialDate(2020, 5, 4))
    assert (signature.place_it, signature.room) == ("Borgolago", "Sala di Lorenzo")
    assert [(one.person, one.office) for one in signature.signatories.all()] == [(mayor, held)]


def test_who_held_an_office_of_a_partner_city_did_not_sign_for_us(clerk, approved):
    theirs = factories.make_person("Estrosi")
    factories.make_office_held(theirs, city=approved.city, held_from="2017")
    row = {"signatories-0-person": theirs.pk}

    ours = post(clerk, page_of(approved, "sign"), **row, **{"signatories-0-side": "ours"})
    answer = post(clerk, page_of(approved, "sign"), **row, **{"signatories-0-side": "theirs"})

    assert "did they sign for us?" in ours.text
    assert answer.status_code == 302


@pytest.mark.parametrize("move", ["sign", "renew"])
def test_a_second_signature_of_one_day_is_told_at_its_day(clerk, in_force, move):
    first = post(clerk, page_of(in_force, move))
    again = post(clerk, page_of(in_force, move), **{"signature-room": "Sala di Lorenzo"})

    assert first.status_code == 302
    assert errors_of(again) == {"on": ["The signature of this day stands there already."]}
    assert 'value="Sala di Lorenzo"' in again.text
    assert (Signature.objects.count(), Step.objects.count()) == (1, 1)


def test_an_earlier_signature_dates_the_pact(clerk, approved):
    post(clerk, page_of(approved, "sign"), "2020-05-04")
    post(clerk, page_of(approved, "sign"), "2020-04-01")

    approved.refresh_from_db()
    assert approved.signed_on == PartialDate(2020, 4, 1)


def test_a_step_does_not_lie_before_the_one_it_builds_on(clerk, approved):
    response = post(clerk, page_of(approved, "sign"), "2018-12-31")

    assert errors_of(response) == {
        "on": ["This lies before “Approval by our Council” (2019)."],
    }


@pytest.mark.parametrize(
    ("move", "of_the_partner", "told"),
    [
        ("confirm", True, "This act is of another city: name one of ours."),
        ("confirm", False, None),
        ("partner_approve", True, None),
        ("partner_approve", False, "This act is not of the partner city."),
    ],
)
def test_each_side_decides_by_an_act_of_its_own(clerk, in_force, move, of_the_partner, told):
    body = factories.make_body(city=in_force.city if of_the_partner else None)
    act = factories.make_act(body=body)

    response = post(clerk, page_of(in_force, move), "2018-03-01", act=act.pk)

    assert (errors_of(response) if told else response.status_code) == (
        {"act": [told]} if told else 302
    )


def test_a_decision_has_the_day_of_its_act(clerk, in_force):
    act = factories.make_act(adopted_on="2018-02-12").pk

    other = post(clerk, page_of(in_force, "confirm"), "2018-03-01", act=act)
    same = post(clerk, page_of(in_force, "confirm"), "2018-02", act=act)

    assert errors_of(other) == {"on": ["The act was adopted on another day: 12 February 2018."]}
    assert same.status_code == 302


def test_who_held_no_office_that_day_is_told_at_the_row_and_nothing_is_saved(clerk, approved):
    person = factories.make_person("Passer-by")
    row = {"signatories-1-person": person.pk, "signature-room": "Sala di Lorenzo"}

    told = post(clerk, page_of(approved, "sign"), **row)
    ticked = post(clerk, page_of(approved, "sign"), **row, **{"signatories-1-without_office": "on"})

    assert "Passer-by held no office on that day" in told.text
    assert 'value="Sala di Lorenzo"' in told.text
    assert ticked.status_code == 302
    assert Signature.objects.get().signatories.get().without_office


def test_before_the_state_has_answered_a_reason_is_asked_for(clerk, approved):
    factories.make_addressee()

    asked = post(clerk, page_of(approved, "sign"))
    given = post(clerk, page_of(approved, "sign"), why="The minister agreed by telephone.")

    assert "Ministry was not told" in errors_of(asked)["why"][0]
    assert given.status_code == 302


def test_the_notice_is_sent_to_those_whose_day_is_filled_in(clerk, approved):
    ministry, region = factories.make_addressee("Ministry"), factories.make_addressee("Region")
    none = {f"notice-{ministry.pk}-sent_on": "", f"notice-{region.pk}-sent_on": ""}

    told = post(clerk, page_of(approved, "notify"), **none)
    post(
        clerk, page_of(approved, "notify"), **none | {f"notice-{ministry.pk}-sent_on": "2020-05-04"}
    )

    approved.refresh_from_db()
    assert "Say when it was sent, to one at least." in told.text
    assert [one.addressee for one in Notice.objects.all()] == [ministry]
    assert approved.status == "both_approved"


@pytest.fixture
def in_force(office):
    twin()
    factories.make_rule("CONFIRMATION", 10, "2000")
    return factories.make_agreement(french("Reims"), signed_on="2008-05-17", status="in_force")


def test_a_confirmation_before_the_signature_is_told_at_its_day(clerk, in_force):
    response = post(clerk, page_of(in_force, "confirm"), "2007-01-01", act=factories.make_act().pk)

    assert errors_of(response) == {"on": ["This lies before the signature (17 May 2008)."]}
    assert not Step.objects.exists()


def test_a_term_is_confirmed_once(clerk, in_force):
    url, act = page_of(in_force, "confirm"), factories.make_act().pk

    first = post(clerk, url, "2018-03-01", act=act)
    second = post(clerk, url, "2018-09-01", act=act)
    next_term = post(clerk, url, "2026-04-01", act=act)

    assert (first.status_code, next_term.status_code) == (302, 302)
    assert "This term is confirmed already" in errors_of(second)["on"][0]
    assert in_force.steps.count() == 2


def test_a_confirmation_needs_its_act(clerk, in_force):
    response = post(clerk, page_of(in_force, "confirm"), "2018-03-01")

    assert list(errors_of(response)) == ["act"]


def test_an_end_needs_its_reason_and_its_act(clerk, in_force):
    response = post(clerk, page_of(in_force, "end"))

    assert set(errors_of(response)) == {"act", "why"}


def test_the_last_step_is_taken_back_when_asked(clerk, in_force):
    post(clerk, page_of(in_force, "suspend"), why="War")
    url = reverse("admin:partnerships_agreement_take_back", args=[in_force.pk])

    asked = clerk.get(url)
    in_force.refresh_from_db()
    before = in_force.status
    clerk.post(url, {"step": asked.context["step"].pk})

    in_force.refresh_from_db()
    assert "Suspension" in asked.text
    assert (before, in_force.status, in_force.steps.count()) == ("suspended", "in_force", 0)


def test_a_page_that_is_sent_twice_takes_one_step_back(clerk, in_force):
    for move in ("suspend", "resume"):
        post(clerk, page_of(in_force, move), why="War, then peace")
    url = reverse("admin:partnerships_agreement_take_back", args=[in_force.pk])
    sent = {"step": clerk.get(url).context["step"].pk}

    clerk.post(url, sent)
    again = clerk.post(url, sent, follow=True)

    in_force.refresh_from_db()
    assert [one.move for one in in_force.steps.all()] == ["suspend"]
    assert in_force.status == "suspended"
    assert "There is no step to take back." in again.text


def test_the_form_shows_where_it_stands_and_what_can_follow(clerk, in_force):
    page = clerk.get(reverse("admin:partnerships_agreement_change", args=[in_force.pk])).text

    assert "The Council should have confirmed it by" in page
    assert page_of(in_force, "confirm") in page
    assert page_of(in_force, "clear") not in page


def test_a_state_that_follows_from_steps_is_not_typed(clerk, in_force):
    post(clerk, page_of(in_force, "suspend"), why="War")
    url = reverse("admin:partnerships_agreement_change", args=[in_force.pk])

    send(clerk, url, status="ended")

    in_force.refresh_from_db()
    assert in_force.status == "suspended"


@pytest.mark.parametrize(
    ("role", "level", "status"),
    [
        ("officer", "internal", 200),
        ("reader", "internal", 403),
        ("officer", "quiet", 404),
        ("head", "quiet", 404),
    ],
)
def test_who_may_change_a_pact_may_take_a_step(office, settings, role, level, status):
    settings.DEMONSTRATION = True
    pact = factories.make_agreement(french("Nice"), status="in_force", level=level)

    answer = signed_in(role).get(page_of(pact, "suspend"))

    assert answer.status_code == status


def test_a_pact_of_the_demonstration_stays_one(office, settings):
    settings.DEMONSTRATION = True
    client = signed_in("officer", is_demo=True)

    post(client, PROPOSE, **proposal())

    assert {Agreement.objects.get().is_demo, Step.objects.get().is_demo} == {True}
