"""The life of an agreement: which step may follow, and the oddities that Florence's pacts had."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from directory.models import Act
from office.dates import PartialDate
from partnerships import actions, lifecycle
from partnerships.lifecycle import STEPS
from partnerships.models import Agreement, Move, Signatory, Signature, Status
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(office):
    return factories.make_user("officer")


def make_kind(**fields):
    return factories.make_bond_type("twin", needs_council=True, **fields)


def proposed(officer, city="Reims", on="2006-02-01"):
    make_kind()
    agreement = Agreement(
        city=factories.make_city(city), bond_type=factories.make_bond_type("twin")
    )
    return actions.propose(agreement=agreement, on=PartialDate.of(on), by=officer, why="An idea")


def step(agreement, move, on, officer, **said):
    day = on and PartialDate.of(on)
    rules = STEPS[move]
    if rules.needs_act:
        said.setdefault("act", factories.make_act(adopted_on=on))
    if rules.needs_why:
        said.setdefault("why", "A reason")
    return actions.take_step(agreement=agreement, move=move, on=day, by=officer, **said)


def sign(agreement, on, officer, **said):
    signature = Signature(signed_on=on)
    return actions.sign(
        agreement=agreement, signature=signature, signatories=[], by=officer, **said
    )


def states(agreement):
    return [step.to_status for step in agreement.steps.all()]


def refused(agreement, move, officer, on="2010"):
    with pytest.raises(actions.NotAllowed) as caught:
        step(agreement, move, on, officer)
    agreement.refresh_from_db()
    return caught.value.messages[0]


def test_a_pact_goes_from_the_idea_to_being_in_force(officer):
    act = factories.make_act("2007/C/00001")
    pact = proposed(officer)
    step(pact, Move.CLEAR, "2006-03", officer)
    step(pact, Move.NOTIFY, "2006-04-03", officer)
    step(pact, Move.APPROVE, "2006-05", officer, act=act)
    step(pact, Move.PARTNER_APPROVE, "2006-06", officer)
    sign(pact, "2006-07-01", officer)
    step(pact, Move.ENTER, "2006-07-01", officer)

    pact.refresh_from_db()
    assert states(pact) == [
        Status.PROPOSED,
        Status.CLEARED,
        Status.NOTIFIED,
        Status.APPROVED,
        Status.BOTH_APPROVED,
        Status.SIGNED,
        Status.IN_FORCE,
    ]
    assert (pact.status, pact.signed_on) == (Status.IN_FORCE, PartialDate(2006, 7, 1))
    assert {one.by for one in pact.steps.all()} == {officer}
    assert pact.steps.get(move=Move.APPROVE).act == act


def test_the_council_decides_after_the_committee(officer):
    pact = proposed(officer)

    assert refused(pact, Move.APPROVE, officer) == (
        "“Approval by our Council” cannot follow: the agreement is proposed."
    )
    assert states(pact) == [Status.PROPOSED]


def test_nothing_is_signed_before_our_council_approved(officer):
    pact = proposed(officer)
    step(pact, Move.CLEAR, "2006", officer)
    step(pact, Move.PARTNER_APPROVE, "2006", officer)

    refused(pact, Move.SIGN, officer)

    assert pact.status == Status.CLEARED


def test_what_needs_no_council_is_signed_at_once(officer):
    letter = Agreement(
        city=factories.make_city("Istanbul"), bond_type=factories.make_bond_type("letter")
    )
    actions.propose(agreement=letter, on=PartialDate(2021, 5), by=officer)

    sign(letter, "2021-06", officer)

    assert letter.status == Status.SIGNED


def test_two_councils_decide_in_either_order_as_for_valladolid(officer):
    """Their Plenary on 26 July 2006, Florence's Council on 15 January 2007."""
    pact = proposed(officer, "Valladolid")
    step(pact, Move.CLEAR, "2006-06", officer)

    step(pact, Move.PARTNER_APPROVE, "2006-07-26", officer)
    before = pact.status
    step(pact, Move.APPROVE, "2007-01-15", officer)

    assert (before, pact.status) == (Status.CLEARED, Status.BOTH_APPROVED)


def test_a_pact_is_signed_twice_once_in_each_city_as_with_tirana(officer):
    pact = proposed(officer, "Tirana", on="2000")
    step(pact, Move.CLEAR, "2000", officer)
    step(pact, Move.APPROVE, "2000", officer)

    sign(pact, "2001-01-10", officer)
    sign(pact, "2001-02-26", officer)

    days = [one.signed_on.isoformat() for one in pact.signatures.all()]
    assert days == ["2001-01-10", "2001-02-26"]
    assert (pact.status, str(pact.signed_on)) == (Status.SIGNED, "10 January 2001")


def test_a_pact_is_renewed_in_two_cities_as_with_reims(officer):
    """In July 2014 in Florence, in May 2015 in Reims: signed since 1954 all the same."""
    pact = factories.make_agreement(signed_on="1954-07-03", status="in_force")

    sign(pact, "2014-07", officer, move=Move.RENEW)
    sign(pact, "2015-05", officer, move=Move.RENEW)

    assert {one.kind for one in pact.signatures.all()} == {Signature.Kind.RENEWAL}
    assert (pact.status, pact.signed_on) == (Status.IN_FORCE, PartialDate(1954, 7, 3))


def test_a_pact_begun_long_ago_is_ratified_as_with_bethlehem(officer):
    pact = factories.make_agreement(signed_on="1962", status="in_force")

    step(pact, Move.APPROVE, "2012-05", officer)

    assert pact.status == Status.IN_FORCE


def test_a_twinning_that_was_planned_is_signed_as_a_friendship_as_with_tallinn(officer):
    pact = proposed(officer, "Tallinn")
    pact.planned_bond_type, pact.bond_type = (
        pact.bond_type,
        factories.make_bond_type("friendship", needs_council=True),
    )
    pact.save()
    step(pact, Move.CLEAR, "2007", officer)
    step(pact, Move.APPROVE, "2007", officer)
    sign(pact, "2007", officer)

    assert (pact.bond_type.key, pact.planned_bond_type.key) == ("friendship", "twin")


def test_a_clearance_without_a_signature_stands_as_it_is_as_with_sanaa(officer):
    pact = proposed(officer, "Sana'a")
    step(pact, Move.CLEAR, None, officer)

    assert (pact.status, pact.binds) == (Status.CLEARED, False)
    assert not Agreement.objects.concluded().exists()


def test_a_motion_that_was_opposed_changes_nothing_as_with_isfahan(officer):
    pact = factories.make_agreement(signed_on="1998-05-29")

    step(pact, Move.DEBATE, "2009", officer, why="Cities are twinned, not nations.")

    assert pact.status == Status.NOT_DOCUMENTED
    assert [one.move for one in pact.steps.all()] == [Move.DEBATE]


def test_what_was_suspended_is_taken_up_where_it_was(officer):
    pact = proposed(officer)
    step(pact, Move.CLEAR, "2006", officer)
    step(pact, Move.SUSPEND, "2007", officer, why="War")
    suspended = pact.status
    step(pact, Move.RESUME, "2008", officer, why="Peace")

    assert (suspended, pact.status) == (Status.SUSPENDED, Status.CLEARED)


def test_of_what_is_suspended_a_proposal_is_dropped_and_a_pact_ends(officer):
    proposal, pact = proposed(officer), factories.make_agreement(status="in_force")
    for one in (proposal, pact):
        step(one, Move.SUSPEND, "2020", officer, why="War")

    def offered(one):
        return {*lifecycle.allowed(one, set(one.steps.values_list("move", flat=True)))}

    assert offered(proposal) == {Move.RESUME, Move.DROP, Move.DEBATE}
    assert offered(pact) == {Move.RESUME, Move.END, Move.EXPIRE, Move.DEBATE}


def test_an_end_has_its_day_and_a_revival_takes_it_away(officer):
    pact = factories.make_agreement(signed_on="1998", status="in_force")
    step(pact, Move.END, "2020-05-04", officer, why="Council", act=factories.make_act())
    ended = (pact.status, pact.ended_on)
    step(pact, Move.REVIVE, "2022", officer, why="Again", act=factories.make_act())

    assert ended == (Status.ENDED, PartialDate(2020, 5, 4))
    assert (pact.status, pact.ended_on) == (Status.IN_FORCE, None)


def test_a_revival_taken_back_leaves_the_day_of_the_end_as_it_was(officer):
    pact = factories.make_agreement(signed_on="1998", status="in_force")
    step(pact, Move.END, "2020-05-04", officer)
    step(pact, Move.REVIVE, "2022", officer)

    actions.take_back(agreement=pact, by=officer)

    pact.refresh_from_db()
    assert (pact.status, pact.ended_on) == (Status.ENDED, PartialDate(2020, 5, 4))


@pytest.mark.parametrize(
    ("move", "said", "fields"),
    [
        (Move.END, {"act": None, "why": "Council"}, ["act"]),
        (Move.END, {"act": None, "why": ""}, ["act", "why"]),
        (Move.SUSPEND, {"why": ""}, ["why"]),
    ],
)
def test_what_must_be_said_of_a_step_is_asked_of_programs_too(officer, move, said, fields):
    pact = factories.make_agreement(signed_on="1998", status="in_force")

    with pytest.raises(actions.NotAllowed) as caught:
        step(pact, move, "2020", officer, **said)

    assert list(caught.value.error_dict) == fields
    assert not pact.steps.exists()


def test_of_two_clerks_who_confirm_a_term_the_second_is_told(officer):
    make_kind(needs_confirmation=True)
    factories.make_rule("CONFIRMATION", 10, "2000")
    pact = factories.make_agreement(signed_on="2015-03-01", status="in_force")
    colleagues = Agreement.objects.get(pk=pact.pk)
    step(pact, Move.CONFIRM, "2025-02-01", officer)

    with pytest.raises(actions.NotAllowed, match="confirmed already"):
        step(colleagues, Move.CONFIRM, "2025-02-08", officer)

    assert pact.steps.filter(move=Move.CONFIRM).count() == 1


def test_one_kind_of_pact_is_proposed_to_a_city_once_however_often_it_is_sent(officer):
    pact = proposed(officer)
    again = Agreement(city=pact.city, bond_type=pact.bond_type)

    with pytest.raises(actions.NotAllowed) as caught:
        actions.propose(agreement=again, on=PartialDate(2006), by=officer, why="An idea")

    assert list(caught.value.error_dict) == ["bond_type"]


def test_the_last_step_is_taken_back_with_what_it_brought(officer):
    pact = proposed(officer)
    step(pact, Move.CLEAR, "2006", officer)
    step(pact, Move.APPROVE, "2006", officer)
    sign(pact, "2006-07-01", officer)

    actions.take_back(agreement=pact, by=officer)

    assert (pact.status, pact.signed_on) == (Status.APPROVED, None)
    assert not pact.signatures.exists()
    assert states(pact)[-1] == Status.APPROVED


def test_a_step_leaves_alone_what_a_colleague_saved_meanwhile(officer):
    pact = proposed(officer)
    theirs = Agreement.objects.get(pk=pact.pk)
    theirs.note_en = "Written meanwhile"
    theirs.save()

    step(pact, Move.CLEAR, "2006", officer)

    pact.refresh_from_db()
    assert (pact.note_en, pact.status) == ("Written meanwhile", Status.CLEARED)


@pytest.mark.parametrize("change", ["sign", "take back"])
def test_a_day_that_a_colleague_corrected_meanwhile_stays_corrected(officer, change):
    pact = factories.make_agreement(signed_on=None, status="in_force")
    step(pact, Move.SUSPEND, "2020", officer)
    if change == "sign":
        step(pact, Move.RESUME, "2021", officer)
    Agreement.objects.filter(pk=pact.pk).update(signed_on=PartialDate(1999))

    if change == "sign":
        sign(pact, "2022-05-05", officer)
    else:
        actions.take_back(agreement=pact, by=officer)

    pact.refresh_from_db()
    assert pact.signed_on == PartialDate(1999)


def test_the_proposal_itself_is_not_taken_back(officer):
    pact = proposed(officer)

    with pytest.raises(actions.NotAllowed):
        actions.take_back(agreement=pact, by=officer)


def test_the_state_follows_from_the_steps_alone(officer):
    pact = proposed(officer)
    pact.status = Status.IN_FORCE

    with pytest.raises(ValidationError) as caught:
        pact.full_clean()

    assert list(caught.value.error_dict) == ["status"]


def test_a_step_in_the_future_is_refused_and_nothing_is_saved(officer):
    pact = proposed(officer)

    with pytest.raises(ValidationError) as caught:
        step(pact, Move.CLEAR, f"{date.today().year + 1}", officer)  # noqa: DTZ011

    pact.refresh_from_db()
    assert list(caught.value.error_dict) == ["on"]
    assert (pact.status, states(pact)) == (Status.PROPOSED, [Status.PROPOSED])


@pytest.mark.parametrize("status", Status.values)
def test_every_state_has_a_way_on(office, status):
    pact = factories.make_agreement(status=status)

    allowed = lifecycle.allowed(pact, set())

    assert bool(allowed) == (status != Status.DROPPED)


def test_a_signatory_has_the_office_of_that_day(office):
    mayor = factories.make_person("Bride")
    city = factories.make_city("Reims")
    held = factories.make_office_held(mayor, city=city, held_from="1947", held_to="1959")
    factories.make_office_held(mayor, "Senator", city=city, held_from="1960")
    signatory = Signatory(
        signature=factories.make_signature(signed_on="1954-07-03"), person=mayor, side="theirs"
    )

    signatory.full_clean()

    assert signatory.office == held


def test_who_held_no_office_that_day_is_told_and_can_be_ticked(office):
    person = factories.make_person("Nobody")
    signature = factories.make_signature(signed_on="1954-07-03")
    signatory = Signatory(signature=signature, person=person, side="theirs")

    with pytest.raises(ValidationError) as caught:
        signatory.full_clean()
    signatory.without_office = True
    signatory.full_clean()

    assert list(caught.value.error_dict) == ["person"]
    assert caught.value.messages[0].startswith("Nobody held no office on that day")


def test_an_act_that_a_step_cites_is_not_deleted(officer):
    pact = proposed(officer)
    act = factories.make_act()
    step(pact, Move.CLEAR, "2006", officer, act=act)

    with pytest.raises(Exception, match="protected"):
        act.delete()

    assert Act.objects.filter(pk=act.pk).exists()
