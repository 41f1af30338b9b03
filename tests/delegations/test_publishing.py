"""A programme is published in versions, and those alone are told whom a change touches."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from agenda.models import Appointment
from delegations import actions, lifecycle
from delegations.models import ItemWords, ProgrammeVersion, Told
from office.models import Mail
from tests import factories
from tests.factories import (
    at,
    between,
    coming_wednesday,
    make_item,
    make_part,
    make_recipient,
    make_user,
)

DAYS = (at(9).date(), at(9).date())
# Ahead, whenever the tests run, and on another day of the week than those.
OUTSIDE = coming_wednesday() + timedelta(days=1)


@pytest.fixture
def visit(office):
    return factories.make_visit(
        state="planning",
        days=DAYS,
        officer=make_user("officer"),
        contact_email="focal@example.org",
        contact_name="Ana",
        contact_language="fr",
    )


@pytest.fixture
def programme(visit):
    """A reception with a host, a transfer with a minibus, and five who are told of them."""
    hall = factories.make_place("Council chamber")
    minibus = factories.make_resource("vehicle", "Minibus")
    reception = make_item(visit, "Reception", place=hall)
    transfer = make_item(visit, "Transfer", 11, 12, kind="transfer")
    factories.make_booking(minibus, transfer.appointment)
    make_part(reception, ask_email="mayor@example.org", ask_name="Secretariat")
    make_recipient(visit, "mayor@example.org", "host", language="it")
    make_recipient(visit, "driver@example.org", "driver", resource=minibus, language="it")
    make_recipient(visit, "hall@example.org", "room", place=hall, language="de")
    make_recipient(visit, "press@example.org", "press", language="en")
    return reception, transfer


def publish(visit, seen=0, **fields):
    return actions.publish(visit=visit, seen=seen, by=visit.officer, **fields)


def told(mails):
    return {mail.reader_email: (mail.kind, mail.language, mail.state) for mail in mails}


def sent():
    Mail.objects.filter(state="held").update(state="sent", sent_at=timezone.now())


def move(item, start, end):
    Appointment.objects.filter(pk=item.appointment_id).update(period=between(start, end))


def test_the_first_version_is_drafted_to_all_in_whose_print_something_stands(visit, programme):
    version, mails = publish(visit)

    assert version.number == 1
    assert told(mails) == {
        "focal@example.org": ("programme_first", "fr", "held"),
        "mayor@example.org": ("programme_first", "it", "held"),
        "driver@example.org": ("programme_first", "it", "held"),
        "hall@example.org": ("programme_first", "de", "held"),
    }


def test_of_five_recipients_two_of_whom_are_touched_exactly_two_drafts_tell_their_change(
    visit, programme
):
    _reception, transfer = programme
    publish(visit)
    sent()
    move(transfer, 14, 15)

    _version, mails = publish(visit, seen=1)

    assert told(mails) == {
        "focal@example.org": ("programme_changed", "fr", "held"),
        "driver@example.org": ("programme_changed", "it", "held"),
    }
    for mail in mails:
        assert "11:00–12:00" in mail.text
        assert "14:00–15:00" in mail.text
        assert "Reception" not in mail.text


def test_what_a_print_does_not_carry_touches_nobody_who_reads_it(visit, programme):
    reception, _transfer = programme
    publish(visit)
    sent()
    reception.set_up = "Twenty chairs"
    reception.save()

    _version, mails = publish(visit, seen=1)

    assert list(told(mails)) == ["hall@example.org"]


def test_who_was_not_reached_is_told_all_that_changed_since_they_were(visit, programme):
    reception, transfer = programme
    publish(visit)
    sent()
    move(transfer, 14, 15)
    _version, [*drafts] = publish(visit, seen=1)
    move(reception, 16, 17)

    _version, mails = publish(visit, seen=2)

    assert {mail.state for mail in Mail.objects.filter(pk__in=[one.pk for one in drafts])} == {
        "dropped"
    }
    focal = next(mail for mail in mails if mail.reader_email == "focal@example.org")
    assert "14:00–15:00" in focal.text
    assert "16:00–17:00" in focal.text


def test_what_is_taken_away_is_told(visit, programme):
    _reception, transfer = programme
    publish(visit)
    sent()
    actions.take_away_item(item=transfer, by=visit.officer)

    _version, mails = publish(visit, seen=1)

    assert sorted(told(mails)) == ["driver@example.org", "focal@example.org"]
    with translation.override("it"):
        gone = gettext("– Does not take place: %(item)s") % {"item": ""}
    driver = next(mail for mail in mails if mail.reader_email == "driver@example.org")
    assert f"{gone}12 maggio 2027, 11:00–12:00: Transfer" in driver.text


def test_whoever_has_no_part_in_it_any_more_does_not_read_that_it_is_off(visit, programme):
    _reception, transfer = programme
    publish(visit)
    sent()
    transfer.appointment.bookings.all().delete()

    _version, mails = publish(visit, seen=1)

    driver = next(mail for mail in mails if mail.reader_email == "driver@example.org")
    with translation.override("it"):
        assert gettext("– No longer in your programme: %(item)s") % {"item": ""} in driver.text


def test_a_host_is_told_once_that_it_is_off(visit, programme):
    reception, _transfer = programme
    reception.parts.update(answer="confirmed", answer_for=reception.appointment.period)
    publish(visit)
    sent()
    off = actions.take_away_item(item=reception, by=visit.officer)

    _version, mails = publish(visit, seen=1)

    assert [mail.reader_email for mail in off] == ["mayor@example.org"]
    assert "mayor@example.org" not in told(mails)


def test_an_item_of_the_same_title_at_another_hour_is_told_all_the_same(visit, programme):
    reception, _transfer = programme
    second = make_item(visit, "Reception", 17, 18)
    for one in (reception, second):
        one.parts.all().delete()
        make_part(one, ask_email="mayor@example.org", answer="confirmed")
    publish(visit)
    sent()
    actions.take_away_item(item=reception, by=visit.officer)
    Appointment.objects.filter(pk=second.appointment_id).update(state="cancelled", blocks=False)

    _version, mails = publish(visit, seen=1)

    mayor = next(mail for mail in mails if mail.reader_email == "mayor@example.org")
    assert "17:00–18:00" in mayor.text
    assert "09:00–10:00" not in mayor.text


def test_the_focal_point_who_is_a_recipient_too_is_told_once(visit, programme):
    make_recipient(visit, "Focal@example.org", "guest", language="en")

    _version, mails = publish(visit)

    assert [mail.reader_email.lower() for mail in mails].count("focal@example.org") == 1


def test_words_in_the_language_of_the_print_alone_are_told_as_well(visit, programme):
    reception, _transfer = programme
    visit.print_language = "ja"
    visit.save()
    words = ItemWords.objects.create(item=reception, language="ja", title="歓迎式典")
    publish(visit)
    sent()
    words.title = "歓迎会"
    words.save()

    _version, mails = publish(visit, seen=1)

    assert list(told(mails)) == ["focal@example.org"]
    assert "歓迎会" in mails[0].text


def test_what_waits_for_a_recipient_who_is_taken_off_is_dropped(visit, programme):
    publish(visit)
    driver = visit.recipients.get(print="driver")

    actions.take_off(recipient=driver, by=visit.officer)

    states = dict(Mail.objects.values_list("reader_email", "state"))
    assert states.pop("driver@example.org") == "dropped"
    assert {*states.values()} == {"held"}


def test_of_two_who_publish_at_once_the_second_is_told_who_was_first(visit, programme):
    publish(visit)

    with pytest.raises(actions.Changed, match=r"version 1|versione 1"):
        publish(visit)

    assert (ProgrammeVersion.objects.count(), Told.objects.count()) == (1, 4)


def test_what_is_grave_forbids_publishing_and_nothing_is_kept(visit, programme):
    outside = make_item(visit, "Too late", day=OUTSIDE)

    with pytest.raises(actions.NotPublishable) as raised:
        publish(visit)

    assert [(item, finding.kind) for item, finding in raised.value.against] == [
        (outside, "outside visit")
    ]
    assert (ProgrammeVersion.objects.count(), Mail.objects.count()) == (0, 0)


@pytest.mark.parametrize("state", ["evaluation", "declined", "completed"])
def test_only_the_programme_of_a_visit_that_comes_is_published(visit, programme, state):
    visit.state = state
    visit.save()

    with pytest.raises(lifecycle.NotAllowed):
        publish(visit)


def test_what_did_not_change_is_no_version(visit, programme):
    publish(visit)

    with pytest.raises(lifecycle.NotAllowed, match="1"):
        publish(visit, seen=1)


def test_who_may_not_see_all_of_it_does_not_publish_it(visit, programme):
    reception, _transfer = programme
    make_part(reception, person=factories.make_person("Secret", level="quiet"))

    with pytest.raises(lifecycle.NotAllowed):
        publish(visit)
