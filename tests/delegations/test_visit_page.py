"""The page of a visit: what it shows, to whom, and what is done on it."""

import pytest
from django.urls import reverse
from django.utils import translation

from delegations import actions
from delegations.guest_documents import for_guests
from delegations.models import Decision, Message, State, StateChange, Visit
from office import notices
from office.backoffice import frame
from office.models import Audience, Mail, Notice
from office.planner import count_anew
from tests import factories, forms
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def url(visit):
    return reverse("admin:visit", args=[visit.pk])


def asked(**fields):
    values = {"state": "evaluation", "contact_email": "ana@example.org", "contact_language": "fr"}
    values |= {"body_name": "Consulate of Peru", "days": (60, 61)}
    return factories.make_visit(**values | fields)


def sent(visit, step, prefix, **typed):
    """What the form of a step sends."""
    typed = {"letter": "send"} | typed
    return {"do": step, "version": visit.version} | {
        f"{prefix}-{name}": value for name, value in typed.items()
    }


def decision(visit, **typed):
    return sent(visit, "decide", "decision", **{"verdict": "accepted", "reason": "A twin."} | typed)


def errors(response, step):
    return response.context["steps"][step].form.errors


# ---------------------------------------------------------------- looking at it


def test_the_page_opens_for_who_may_see_the_visit(back_office):
    visit = asked(level="quiet")

    answers = {role: back_office(role).get(url(visit)).status_code for role in ("head", "reader")}
    visit.audience.readers.add(factories.make_user("reader", email="named@example.org"))

    assert answers == {"head": 302, "reader": 404}


def test_of_a_visit_that_one_may_know_of_and_not_read_the_page_says_what_its_form_says(clerk):
    visit = asked(level="confidential")

    told = clerk.get(url(visit), follow=True).text

    assert "It is there, but only its named readers may read it." in told
    assert str(visit) not in told


def test_what_does_not_stand_on_the_page_of_the_programme_is_counted(clerk):
    visit = asked(state="planning", days=(60, 60))
    for hour in range(9, 16):
        factories.make_item(visit, f"Item {hour}", hour, hour + 1, day=visit.first_day)

    page = clerk.get(url(visit))

    assert len(page.context["page"].next_items) == 5
    assert "and 2 more" in page.text


def test_who_only_reads_is_offered_nothing_to_do(back_office):
    visit = asked()
    factories.make_decision(visit, stage="proposed", needs_second=True)

    steps = back_office("reader").get(url(visit)).context["steps"]

    assert {name for name, step in steps.items() if step.is_shown} == set()


@pytest.mark.parametrize("step", ["decide", "approve", "move", "say", "take_note"])
def test_who_only_reads_changes_nothing(back_office, step):
    visit = asked()
    actions.hear(visit=visit, text="Two more people.")
    typed = sent(visit, step, step, to="incomplete", why="So.", text="Hello", verdict="declined")

    response = back_office("reader").post(url(visit), typed)

    assert response.status_code == 403
    assert Visit.objects.get().version == visit.version
    assert [one.from_guests for one in visit.messages.unread()] == [True]
    assert (visit.messages.count(), visit.decisions.count(), visit.items.count()) == (1, 0, 0)


def test_a_look_changes_nothing(clerk, django_assert_num_queries):
    visit = asked(state="received")
    factories.make_criterion("NOTICE", 42)

    clerk.get(url(visit))

    assert (Visit.objects.get().version, StateChange.objects.count()) == (1, 0)


def many(visit, count=60):
    """A visit of whom all is known: members, messages, decisions, mails, slots, criteria."""
    for number in range(count):
        factories.make_member(visit, f"Guest {number}", languages=["es", "en"], diet="none")
    for number in range(40):
        item = factories.make_item(visit, f"Meeting {number}", place=factories.make_place())
        factories.make_part(item, answer="asked")
    for number in range(3):
        visit.messages.create(text=f"Message {number}", from_guests=True)
        factories.make_mail(about=visit)
        visit.changes.create(old="received", new="evaluation")
        factories.make_document(f"Letter {number}", on=[visit])
        factories.make_criterion(["NOTICE", "REPEAT", "BOND"][number], 24)
        factories.make_level(f"level-{number}")
        earlier = asked(state="completed", days=(-90, -90), city=visit.city)
        factories.make_decision(earlier, host=factories.make_person())
    # As after every loading of many rows: else it plans for the few that it last counted.
    count_anew()


def test_the_page_of_sixty_guests_takes_few_queries(clerk, django_assert_max_num_queries):
    visit = asked(state="planning", city=factories.make_city())
    many(visit)
    factories.make_decision(visit, level=factories.make_level("working"))
    clerk.get(url(visit))

    with django_assert_max_num_queries(25):
        page = clerk.get(url(visit)).context["page"]
        assert page.members["count"] == 60


def test_a_request_to_weigh_takes_those_of_its_card_besides(clerk, django_assert_max_num_queries):
    visit = asked(city=factories.make_city())
    many(visit)
    clerk.get(url(visit))

    with django_assert_max_num_queries(33):
        page = clerk.get(url(visit)).context["page"]
        assert len(page.card.weighed) == 3


# ---------------------------------------------------------------- deciding


def test_the_form_is_filled_in_as_the_criteria_propose(clerk):
    level = factories.make_level(gift="standard", with_tour=True)
    room = factories.make_place()
    level.rooms.create(place=room)

    form = clerk.get(url(asked())).context["steps"]["decide"].form

    names = ("verdict", "level", "room", "gift", "with_tour")
    assert {name: form[name].value() for name in names} == {
        "verdict": "accepted",
        "level": level.pk,
        "room": room.pk,
        "gift": "standard",
        "with_tour": True,
    }


def test_a_decision_is_written_down_with_its_letter(clerk):
    visit = asked()
    level = factories.make_level()

    response = clerk.post(url(visit), decision(visit, level=level.pk, words_for_guests="Bienvenue"))

    assert (response.status_code, response.url) == (302, f"{url(visit)}#decision")
    visit.refresh_from_db()
    mail = Mail.objects.get()
    assert (visit.state, visit.level, mail.language) == ("accepted", level, "fr")
    assert "Bienvenue" in mail.text
    # Kept in the language of the office.
    with translation.override("it"):
        assert Decision.objects.get().suggestion["suggestion"] == Decision.Verdict.ACCEPTED.label


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"level": ""}, "level"),
        ({"verdict": ""}, "verdict"),
        ({"verdict": "redirected"}, "words_for_guests"),
    ],
)
def test_what_is_missing_is_told_at_its_field(clerk, typed, field):
    visit = asked()
    typed = {"level": factories.make_level().pk, "host": ""} | typed

    response = clerk.post(url(visit), decision(visit, **typed))

    assert list(errors(response, "decide")) == [field]
    assert (Decision.objects.count(), Visit.objects.get().state) == (0, "evaluation")


def test_what_is_proposed_for_an_acceptance_is_no_part_of_a_refusal(clerk):
    visit = asked()
    level = factories.make_level()

    clerk.post(url(visit), decision(visit, verdict="declined", level=level.pk, gift="official"))

    decided = Decision.objects.get()
    assert (decided.level, decided.gift, Visit.objects.get().state) == (None, "", "declined")


def test_of_two_who_decide_the_second_sees_who_was_first_and_keeps_what_was_typed(clerk):
    visit = asked()
    colleague = factories.make_user("officer", name="Ada Neri")
    same = Visit.objects.get()
    actions.decide(
        decision=Decision(visit=same, verdict="declined", reason="Too late."), by=colleague
    )

    response = clerk.post(url(visit), decision(visit, reason="A long thought."))

    told = response.content.decode()
    assert ("Ada Neri" in told, "A long thought." in told) == (True, True)
    assert response.context["steps"]["decide"].form["verdict"].value() == "accepted"
    assert Decision.objects.get().reason == "Too late."


def test_who_decides_on_what_has_changed_meanwhile_is_asked_to_look_again(clerk):
    visit = asked(size=8)
    typed = decision(visit, level=factories.make_level().pk)
    now = Visit.objects.get()
    now.size = 80
    now.save()

    refused = clerk.post(url(visit), typed)
    decided = Decision.objects.count()
    again = clerk.post(url(visit), typed | {"version": refused.context["visit"].version})

    assert (refused.status_code, decided, again.status_code) == (200, 0, 302)
    assert Decision.objects.count() == 1


def test_what_is_kept_of_the_criteria_names_nothing_that_others_may_not_know(back_office):
    head = back_office("head")
    factories.make_criterion("REPEAT", 24)
    earlier = asked(state="completed", days=(-90, -90), level="quiet")
    earlier.audience.readers.set(factories.User.objects.all())
    visit = asked(level="internal")
    factories.make_level()

    card = head.get(url(visit)).context["page"].card
    head.post(url(visit), decision(visit, verdict="declined"))

    assert card.last == earlier
    kept = Decision.objects.get().suggestion["criteria"]
    assert [one["met"] for one in kept] == [True]
    assert earlier.reference not in str(kept)


# ---------------------------------------------------------------- the second person


@pytest.fixture
def proposed(office):
    visit = asked()
    officer = factories.make_user("officer", email="first@example.org")
    level = factories.make_level(needs_second=True)
    waiting = Decision(visit=visit, verdict="accepted", reason="A twin.", level=level)
    return actions.decide(decision=waiting, by=officer)


def test_a_second_person_approves(back_office, proposed):
    visit = Visit.objects.get()
    typed = sent(visit, "approve", "approval", decision=proposed.pk, reason="Yes.")

    assert back_office("head").post(url(visit), typed).status_code == 302

    proposed.refresh_from_db()
    assert (proposed.stage, proposed.second_reason, Visit.objects.get().state) == (
        "final",
        "Yes.",
        "accepted",
    )


def test_the_second_person_sees_which_letter_was_chosen(back_office, proposed):
    visit, head = Visit.objects.get(), back_office("head")
    Decision.objects.update(letter="hold")

    page = head.get(url(visit))
    field = page.context["steps"]["approve"].form["letter"]
    head.post(url(visit), form_of(page, form_id="approval_form") | {"do": "approve"})

    assert (field.value(), str(proposed.decided_by) in field.help_text) == ("hold", True)
    assert (Mail.objects.get().state, Visit.objects.get().state) == ("held", "accepted")


def test_who_decided_hears_that_it_is_approved(proposed):
    head = factories.make_user("head", name="Ada Neri")
    actions.approve(decision=proposed, by=head)

    news = Notice.objects.get(kind="visit approved")
    [told] = notices.news_of(Notice.objects.filter(pk=news.pk), proposed.decided_by)
    assert (news.user, "Ada Neri" in told.text) == (proposed.decided_by, True)


def test_who_decides_on_what_is_nobodys_is_in_charge(clerk):
    visit, taken = asked(), asked(officer=factories.make_user("officer"))
    for one in (visit, taken):
        clerk.post(url(one), decision(one, verdict="declined"))

    before = taken.officer
    visit.refresh_from_db()
    taken.refresh_from_db()
    assert (visit.officer, taken.officer) == (clerk.user, before)


def test_who_does_not_approve_says_why(back_office, proposed):
    visit, head = Visit.objects.get(), back_office("head")
    typed = sent(visit, "refuse", "approval", decision=proposed.pk, reason="")

    response = head.post(url(visit), typed)
    assert list(errors(response, "refuse")) == ["reason"]

    head.post(url(visit), typed | {"approval-reason": "Not now."})
    proposed.refresh_from_db()
    assert (proposed.stage, Visit.objects.get().state) == ("refused", "evaluation")


def test_who_decided_is_not_offered_to_approve(client, proposed, settings):
    settings.DEMONSTRATION = True
    proposed.decided_by.groups.set(factories.make_user("head").groups.all())
    client.force_login(proposed.decided_by)
    visit = Visit.objects.get()

    shown = client.get(url(visit)).context["steps"]["approve"].is_shown
    response = client.post(url(visit), sent(visit, "approve", "approval", decision=proposed.pk))

    assert (shown, response.status_code, proposed.stage) == (False, 200, "proposed")
    assert Visit.objects.get().state == "evaluation"


def test_an_approval_that_came_second_is_told_of_the_first(back_office, proposed):
    visit = Visit.objects.get()
    first = factories.make_user("head", name="Ada Neri")
    actions.approve(decision=Decision.objects.get(), by=first)

    typed = sent(visit, "approve", "approval", decision=proposed.pk, reason="Mine.")
    told = back_office("head").post(url(visit), typed).content.decode()

    assert ("Ada Neri" in told, "Mine." in told) == (True, True)
    assert Mail.objects.count() == 1


# ---------------------------------------------------------------- its states


def test_the_office_brings_a_visit_on_with_reason_and_letter(clerk):
    visit = asked(state="received")
    typed = {"to": "incomplete", "why": "No days.", "words": "Quand ?", "letter": "hold"}

    assert clerk.post(url(visit), sent(visit, "move", "move", **typed)).status_code == 302

    change, mail = StateChange.objects.get(), Mail.objects.get()
    assert (change.new, change.why, change.letter, mail.state) == (
        "incomplete",
        "No days.",
        mail,
        "held",
    )
    assert "Quand ?" in mail.text


@pytest.mark.parametrize(
    ("state", "typed", "field"),
    [
        ("received", {"to": "incomplete"}, "words"),
        ("received", {"to": "incomplete", "letter": "none"}, "why"),
        ("planning", {"to": "cancelled"}, "why"),
        ("planning", {}, "to"),
        ("planning", {"to": "nonsense"}, "to"),
    ],
)
def test_a_move_says_why(clerk, state, typed, field):
    visit = asked(state=state)

    response = clerk.post(url(visit), sent(visit, "move", "move", **typed))

    assert list(errors(response, "move")) == [field]
    assert Visit.objects.get().state == state


def test_a_move_that_comes_too_late_is_told_and_kept(clerk):
    visit = asked(state="planning")
    actions.move(visit=Visit.objects.get(), to=State.CANCELLED, by=None, why="So.")

    response = clerk.post(url(visit), sent(visit, "move", "move", to="approved", why="All set."))

    assert "All set." in response.content.decode()
    assert Visit.objects.get().state == "cancelled"


def test_no_decision_is_smuggled_in_as_a_move(clerk):
    visit = asked()

    response = clerk.post(url(visit), sent(visit, "move", "move", to="accepted", why="Yes."))

    assert (response.status_code, Visit.objects.get().state) == (403, "evaluation")


# ---------------------------------------------------------------- messages and replies


def test_messages_are_read_and_answered(clerk):
    visit = asked()
    actions.hear(visit=visit, text="À quelle heure ?")

    unread = clerk.get(url(visit)).context["page"].unread
    clerk.post(url(visit), {"do": "take_note"})
    clerk.post(url(visit), {"do": "say", "message-text": "À dix heures."})

    assert unread == 1
    assert [(one.text, one.from_guests, one.read_at is None) for one in visit.messages.all()] == [
        ("À quelle heure ?", True, False),
        ("À dix heures.", False, True),
    ]
    assert "À dix heures." in Mail.objects.get().text


def test_an_empty_message_is_not_sent(clerk):
    visit = asked()

    response = clerk.post(url(visit), {"do": "say", "message-text": " "})

    assert list(errors(response, "say")) == ["text"]
    assert Message.objects.count() == 0


def test_a_reply_by_mail_is_noted_in_one_click(clerk):
    visit = asked()
    mail = factories.make_mail(about=visit, state="sent")

    response = clerk.post(reverse("admin:office_mail_reply", args=[mail.pk]))

    assert response.url == f"{url(visit)}#messages"
    assert [(one.kind, one.mail) for one in visit.messages.all()] == [("reply", mail)]


# ---------------------------------------------------------------- where else it is named


def test_an_appointment_leads_to_the_visit_that_it_belongs_to(clerk):
    visit = asked()
    item = factories.make_item(visit)
    form = reverse("admin:agenda_appointment_change", args=[item.appointment.pk])

    response = clerk.get(form)

    assert response.context["facets"] == [
        ("programme of a visit", visit.reference, frame.record_url(item)),
    ]


def test_who_may_see_a_group_of_guests_is_decided_at_its_visit(clerk):
    visit = asked(size=8)
    form = reverse("admin:agenda_party_change", args=[visit.party.pk])

    typed = {"name": "Zzyzx", "size": 9, "takes_lift": "on", "level": "public"}
    forms.send(clerk, form, form_of(clerk.get(form), form_id="party_form"), **typed)

    visit.party.refresh_from_db()
    assert (visit.party.name, visit.party.size, visit.party.takes_lift) == (
        "Consulate of Peru",
        8,
        True,
    )
    assert Visit.objects.get().audience.level == Audience.Level.INTERNAL


def test_news_of_a_visit_lead_to_its_page(clerk):
    visit = actions.receive(visit=Visit(body_name="City of Cusco"))

    [news] = notices.news_of(Notice.objects.filter(user=clerk.user), clerk.user)

    assert news.url == url(visit)


def test_what_guests_need_is_read_by_who_prepares_for_it(back_office):
    visit = factories.make_visit(needs="Uses a wheelchair")

    seen = {
        role: "wheelchair" in back_office(role).get(url(visit)).content.decode()
        for role in ("officer", "reader")
    }

    assert seen == {"officer": True, "reader": False}


def test_a_visit_that_came_is_published_from_its_page(clerk):
    coming = factories.make_visit(state="planning", days=(20, 20))
    came = factories.make_visit(state="completed", days=(-20, -20))

    offered = {
        visit: f"publicvisit/add/?visit={visit.pk}" in clerk.get(url(visit)).content.decode()
        for visit in (coming, came)
    }

    assert offered == {coming: False, came: True}


def test_a_document_is_put_on_the_page_of_the_guests_and_taken_off(clerk):
    visit = asked()
    paper = factories.make_document("Programme", level="internal", on=[visit])
    other = factories.make_document("Note", level="internal", on=[asked()])

    def send(step, document):
        return clerk.post(url(visit), {"do": step, "document": document.pk}).status_code

    assert send("show_paper", paper) == 302
    assert list(for_guests(visit)) == [paper]
    assert send("show_paper", other) == 404
    assert send("keep_paper", paper) == 302
    assert list(for_guests(visit)) == []


def test_who_only_reads_puts_nothing_on_the_page_of_the_guests(back_office):
    visit = asked()
    paper = factories.make_document("Programme", level="internal", on=[visit])

    back_office("reader").post(url(visit), {"do": "show_paper", "document": paper.pk})

    assert list(for_guests(visit)) == []


def test_who_leads_is_named_from_the_list_and_a_rank_alone_without_brackets(clerk):
    alone, listed = asked(head_rank=3), asked(head_rank=3)
    factories.make_member(listed, "Exemple", is_head=True)

    pages = [clerk.get(url(one)).text for one in (alone, listed)]

    assert ["led by ambassador" in page for page in pages] == [True, False]
    assert "Exemple (ambassador)" in pages[1]
