"""Whoever is erased is in no table, no file and no search; and who is not erased, and why."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils import timezone

from delegations import actions, outgoing
from delegations.models import Member, Message, ProgrammeVersion, PublicVisit, State, Visit
from directory.actions.documents import add_version, attach
from directory.models import Document, DocumentFile, Person
from office import erasure, uploads
from office.datasets import COMMON, DataSet
from office.erasure import nightly, people
from office.erasure.copies import names, text_of
from office.erasure.fields import erased_word
from office.erasure.readers import load_retention
from office.erasure.words import Words
from office.models import Audience, Erasure, Hold, Import, ImportedRow, Link, Mail, SearchEntry
from office.pictures import protected_storage
from office.search.answers import staff_search
from tests import factories, files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

SURNAME, GIVEN = "Zwyqxara", "Odalind"
WHOLE = f"{GIVEN} {SURNAME}"
EMAIL = "odalind.zwyqxara@example.org"


@pytest.fixture
def head():
    return factories.make_user("head")


@pytest.fixture
def periods():
    load_retention(DataSet(COMMON, Path(erasure.__file__).parent.parent.parent))


def everywhere(word):
    """“table.column” of every column of text, JSON or array in which the word stands."""
    kinds = ("text", "character varying", "json", "jsonb", "ARRAY")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = ANY(%s)",
            [list(kinds)],
        )
        found = []
        for table, column in cursor.fetchall():
            name = f'"{table}"."{column}"'
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE {name}::text ILIKE %s',  # noqa: S608
                [f"%{word}%"],
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return sorted(found)


def in_files(word):
    """The paths of all stored files that hold the word."""
    storage, found = protected_storage(), []

    def walk(folder):
        folders, names = storage.listdir(folder)
        for name in names:
            path = f"{folder}/{name}" if folder else name
            with storage.open(path) as file:
                content = file.read()
            # Of a PDF or an office file also what it says once it is unpacked.
            if word.encode() in content or word in (text_of(content) or ""):
                found.append(path)
        for name in folders:
            walk(f"{folder}/{name}" if folder else name)

    walk("")
    return found


def through_everything(head):
    """A visit that ended, in which one guest left traces wherever guests do; the guest."""
    visit = Visit(
        body_name="Choir of Bergen",
        contact_name=WHOLE,
        contact_email=EMAIL,
        contact_telephone="+47 55 12 34 56",
        purpose=f"{WHOLE} sings.",
        head_name=f"{WHOLE}, conductor",
        form_id=uuid4(),
        first_day=factories.at(9).date(),
        last_day=factories.at(9).date(),
        audience=factories.make_audience("internal"),
    )
    letter = files.upload(f"Dear Sirs, {WHOLE} comes.\n\nYours".encode(), "letter.txt")
    actions.receive(visit=visit, letter=letter)
    Visit.objects.filter(pk=visit.pk).update(state=State.PLANNING, officer=head)
    visit.refresh_from_db()
    guest = factories.make_member(
        visit,
        SURNAME,
        given_name=GIVEN,
        own_name="Ωδαλινδ Ζυ",
        own_language="el",
        diet="no nuts",
        photo_consent="yes",
    )
    other = factories.make_member(visit, "Haugen", given_name="Kari")
    guest.office = f"Conductor {SURNAME}"
    guest.save()
    Message.objects.create(visit=visit, text=f"Mrs {SURNAME.upper()} is late", author_name=WHOLE)
    actions.say(visit=visit, text=f"We await {WHOLE}.", by=head)
    item = factories.make_item(visit, f"Concert of {SURNAME}", details_it=f"Dirige {WHOLE}")
    factories.make_part(item, WHOLE, ask_name=WHOLE, ask_email=EMAIL, kind="speaker")
    actions.publish(visit=visit, seen=0, by=head)
    left = timezone.localdate() - timedelta(days=40)
    Visit.objects.filter(pk=visit.pk).update(state=State.COMPLETED, first_day=left, last_day=left)
    Document.objects.filter(links__object_id=visit.pk).update(title_en=f"List of {SURNAME}")
    table = make_table(visit, f"Name;Diet\n{WHOLE};no nuts\nKari Haugen;\n", head)
    make_table(visit, files.pdf(), None)
    uploads.keep(files.upload(f"{WHOLE};x".encode(), "list.csv"), by=uuid4())
    imported = Import.objects.create(resource="people", by=head, file_name="guests.csv")
    ImportedRow.objects.create(of=imported, number=1, cells=[GIVEN, SURNAME], messages=["x"])
    LogEntry.objects.create(
        user=head,
        content_type=ContentType.objects.get_for_model(Member),
        object_id=guest.pk,
        object_repr=WHOLE,
        action_flag=2,
    )
    session = SessionStore()
    session["kept_form"] = {"path": "/", "by": head.pk, "form": f"family_name={SURNAME}"}
    session.save()
    published = PublicVisit.objects.create(
        visit=visit,
        slug="choir",
        title_en="Choir",
        received_on=visit.first_day.isoformat(),
        text_en=f"{WHOLE} sang.",
        consent_checked=True,
        audience=Audience.objects.create(level="public"),
    )
    published.shown.add(guest)
    return visit, guest, other, table


def make_table(visit, content, by):
    document = Document.objects.create(
        audience=visit.audience, kind=Document.Kind.TABLE, title_en="Guests"
    )
    content = content.encode() if isinstance(content, str) else content
    version = add_version(document=document, file=files.upload(content, "list.csv"), by=by)
    attach(document=document, record=visit, by=by)
    return version


def erase(kind, key, head):
    identity = people.kinds.get(kind).get(str(key), head)
    return people.erase(identity, reason="They asked for it.", by=head)


def test_an_erased_guest_is_in_no_table_no_file_and_no_search(
    head, django_capture_on_commit_callbacks
):
    visit, guest, other, table = through_everything(head)
    before = everywhere(SURNAME)
    assert len(before) > 25, before
    assert len(in_files(SURNAME)) == 3

    with django_capture_on_commit_callbacks(execute=True):
        erase("focal_point", visit.pk, head)
        erase("member", guest.pk, head)

    assert (everywhere(SURNAME), everywhere("Ωδαλινδ"), in_files(SURNAME)) == ([], [], [])
    assert [everywhere(word) for word in (EMAIL, "55 12 34 56", "no nuts")] == [[], [], []]
    search = staff_search(SURNAME, user=head, models=[Visit, Document, Person], language="en")
    assert (search.total, search.similar) == (0, [])
    # The others, the numbers and the days are there.
    other.refresh_from_db()
    version = ProgrammeVersion.objects.get()
    assert (other.name, version.number) == ("Kari Haugen", 1)
    assert version.content["items"][0]["title"]["it"] == f"Concert of {erased_word()}"
    assert "Kari Haugen" in DocumentFile.objects.get(pk=table.pk).file.read().decode()
    assert (visit.members.count(), Visit.objects.get().body_name) == (2, "Choir of Bergen")
    assert not PublicVisit.objects.get().shown.exists()


def test_the_log_of_a_person_says_which_rows_and_why_and_not_whom(head):
    _visit, guest, *_rest = through_everything(head)

    erase("member", guest.pk, head)

    lines = Erasure.objects.all()
    assert {(one.by, one.reason) for one in lines} == {(head, "They asked for it.")}
    assert len({one.run for one in lines}) == 1
    (line,) = lines.filter(what="delegations.Member", fields__contains=["family_name"])
    assert line.keys == [guest.pk]


@pytest.mark.parametrize(("days", "state"), [((-1, 2), State.IN_PROGRESS), ((20, 22), "planning")])
def test_nobody_is_erased_while_their_visit_runs(head, days, state):
    visit = factories.make_visit(days=days, state=state)
    guest = factories.make_member(visit, SURNAME)

    with pytest.raises(people.NotNow) as stopped:
        erase("member", guest.pk, head)

    assert "not over yet" in str(stopped.value)
    guest.refresh_from_db()
    assert (guest.family_name, Erasure.objects.count()) == (SURNAME, 0)


def test_people_in_public_office_and_signatories_are_kept_and_it_says_why(head):
    mayor, signed = factories.make_person("Mayor"), factories.make_person("Signed")
    factories.make_office_held(mayor)
    factories.make_signature(people=[signed])

    said = [people.kinds.get("person").get(str(one.pk), head).refusals for one in (mayor, signed)]

    assert [len(one) for one in said] == [1, 1]
    assert "public office (Mayor)" in said[0][0]
    assert "signed a pact" in said[1][0]


def test_another_of_the_same_name_keeps_it_and_a_person_is_told_where_to_look(head):
    mine = factories.make_visit(days=(-9, -8), state=State.COMPLETED, purpose=f"{SURNAME} comes")
    theirs = factories.make_visit("Bern", days=(-9, -8), state=State.COMPLETED, note=SURNAME)
    guest = factories.make_member(mine, SURNAME, given_name=GIVEN)
    namesake = factories.make_member(theirs, SURNAME, given_name="Ida")

    found = erase("member", guest.pk, head)

    mine.refresh_from_db()
    theirs.refresh_from_db()
    namesake.refresh_from_db()
    assert (mine.purpose, theirs.note, namesake.family_name) == (
        f"{erased_word()} comes",
        SURNAME,
        SURNAME,
    )
    assert theirs.pk in found.left[Visit]


def test_whoever_is_called_alike_in_the_same_visit_keeps_the_name(head):
    visit = factories.make_visit(
        days=(-9, -8),
        state=State.COMPLETED,
        note=f"{WHOLE} and Ida {SURNAME} are sisters.",
        purpose=f"{SURNAME} sings",
    )
    guest = factories.make_member(visit, SURNAME, given_name=GIVEN)
    sister = factories.make_member(visit, SURNAME, given_name="Ida")

    found = erase("member", guest.pk, head)

    visit.refresh_from_db()
    sister.refresh_from_db()
    assert (visit.note, sister.name) == (
        f"{erased_word()} and Ida {SURNAME} are sisters.",
        f"Ida {SURNAME}",
    )
    assert visit.purpose == f"{SURNAME} sings"
    assert visit.pk in found.left[Visit]


def test_of_a_visit_that_only_named_a_focal_point_the_reference_is_left(head):
    visit = factories.make_visit("", days=(-9, -8), state=State.COMPLETED, contact_name=WHOLE)

    erase("focal_point", visit.pk, head)

    visit.refresh_from_db()
    assert (visit.body_name, visit.party.name) == (visit.reference, visit.reference)
    assert everywhere(SURNAME) == []


def test_whoever_asked_and_came_is_one_person(head):
    visit = factories.make_visit(days=(-9, -8), state=State.COMPLETED, contact_name=WHOLE)
    factories.make_member(visit, SURNAME, given_name=GIVEN)

    erase("focal_point", visit.pk, head)

    assert everywhere(SURNAME) == []


def test_a_city_is_not_erased_with_a_guest_called_like_it(head):
    city = factories.make_city("Berlin")
    visit = factories.make_visit(days=(-9, -8), state=State.COMPLETED, city=city)
    guest = factories.make_member(visit, "Berlin", given_name="Isaiah")

    erase("member", guest.pk, head)

    city.refresh_from_db()
    assert city.name_it == "Berlin"
    assert Member.objects.get().family_name == erased_word()


def test_a_person_of_the_directory_goes_with_addresses_picture_and_parts(head):
    person = factories.make_person(SURNAME, given_name=GIVEN, note=f"{SURNAME} likes tea")
    factories.make_contact_detail(person, EMAIL)
    factories.make_language(person)
    Mail.objects.filter(pk=factories.make_mail(f"Dear {SURNAME}").pk).update(reader_email=EMAIL)
    Link.objects.filter(pk=factories.make_link().pk).update(
        reader_email=EMAIL, reader_name=f"{GIVEN} {SURNAME}"
    )

    erase("person", person.pk, head)

    assert everywhere(SURNAME) == []
    person = Person.objects.get(pk=person.pk)
    assert (person.family_name, person.contacts.count(), person.languages.count()) == (
        erased_word(),
        0,
        0,
    )
    assert Mail.objects.get().subject == f"Dear {erased_word()}"
    assert not SearchEntry.objects.filter(title__icontains=SURNAME).exists()


def test_what_is_held_is_told_with_its_labels(head):
    _visit, guest, *_rest = through_everything(head)

    told = people.held_about(people.kinds.get("member").get(str(guest.pk), head))

    (label, facts) = told[0]
    assert str(label) == "member of a delegation"
    assert ("family name", SURNAME) in [(str(name), value) for name, value in facts]
    json.dumps([[str(name), str(value)] for name, value in facts])


def over(body="Bern", **fields):
    return factories.make_visit(body, days=(-9, -8), state=State.COMPLETED, **fields)


@pytest.mark.parametrize(
    ("family", "elsewhere", "here"),
    [
        ("Sala", "We meet in the Sala dei Duecento", "In the sala Ms Sala sings"),
        ("May", "You may come in May", "you may come"),
        ("Office", "Come to the office at ten", "the office is open"),
    ],
)
def test_a_name_that_is_a_word_as_well_changes_no_other_text(head, family, elsewhere, here):
    factories.make_place("Sala dei Duecento")
    other = over("Lyon", purpose=elsewhere)
    mine = over(purpose=here)
    guest = factories.make_member(mine, family, given_name=GIVEN)

    found = erase("member", guest.pk, head)

    for visit, said in ((other, elsewhere), (mine, here)):
        visit.refresh_from_db()
        assert visit.purpose == said
    assert other.pk in found.left[Visit]


def test_another_person_of_the_family_name_in_the_same_visit_is_not_changed(head):
    visit = over(contact_name=f"Sam {SURNAME}", head_name=f"John {SURNAME}, councillor")
    visit.purpose = f"Mr {SURNAME} and John {SURNAME}"
    visit.save()

    erase("focal_point", visit.pk, head)

    visit.refresh_from_db()
    assert visit.head_name == f"John {SURNAME}, councillor"
    assert visit.purpose == f"Mr {erased_word()} and John {SURNAME}"


def test_a_badge_a_name_in_its_own_script_and_a_switchboard_name_others_elsewhere(head):
    mayor = factories.make_person("Wang", given_name="Wei", own_name="王伟", own_language="zh")
    coming = factories.make_visit(
        "Lyon", days=(20, 21), contact_telephone="+47 55 12 34 56", note="Deputy of the Lord Mayor"
    )
    visit = over(contact_name=WHOLE, contact_telephone="+47 55 12 34 56")
    guest = factories.make_member(visit, SURNAME, own_name="王伟", badge_name="Lord Mayor")

    erase("member", guest.pk, head)
    erase("focal_point", visit.pk, head)

    mayor.refresh_from_db()
    coming.refresh_from_db()
    assert mayor.own_name == "王伟"
    assert coming.contact_telephone == "+47 55 12 34 56"
    assert coming.note == "Deputy of the Lord Mayor"


def test_what_is_kept_for_a_reason_is_not_erased_by_hand_either(head):
    visit = over()
    guest = factories.make_member(visit, SURNAME)
    Hold.objects.create(record=guest, reason="In court")

    with pytest.raises(people.NotNow, match="In court"):
        erase("member", guest.pk, head)

    guest.refresh_from_db()
    assert guest.family_name == SURNAME


def test_whoever_came_in_public_office_or_signed_stays_in_the_list(head):
    mayor = factories.make_office_held(held_to="2014").person
    guest = factories.make_member(over(), SURNAME, person=mayor)

    with pytest.raises(people.NotNow, match="public office"):
        erase("member", guest.pk, head)


def test_of_a_mailbox_of_several_only_what_says_the_name_goes(head):
    box = "protocol@bern.example.org"
    mine = over(contact_name=WHOLE, contact_email=box)
    theirs = over("Bern again", contact_name="Bo Due", contact_email=box)
    other = factories.make_contact_detail(factories.make_person("Terzo"), box)
    Mail.objects.filter(pk=factories.make_mail("For Bo").pk).update(
        reader_email=box, reader_name="Bo Due"
    )

    erase("focal_point", mine.pk, head)

    mine.refresh_from_db()
    theirs.refresh_from_db()
    other.refresh_from_db()
    assert mine.contact_name == ""
    assert (theirs.contact_name, theirs.contact_email, other.value) == ("Bo Due", box, box)
    assert Mail.objects.get(subject="For Bo").reader_email == box


def test_a_visit_that_the_head_may_not_read_is_not_named_as_what_stands_against_it(head):
    visit = over(contact_name=WHOLE, contact_email=EMAIL)
    factories.make_visit(
        "Secret Guests", level="confidential", days=(3, 4), state=State.PLANNING,
        contact_name=WHOLE, contact_email=EMAIL,
    )  # fmt: skip

    (why,) = people.kinds.get("focal_point").get(str(visit.pk), head).refusals

    assert "may not read" in why
    assert "Secret" not in why


def test_whoever_has_the_form_open_is_told_that_somebody_was_erased(head):
    visit = over(purpose=f"{WHOLE} sings")
    guest = factories.make_member(visit, SURNAME, given_name=GIVEN)
    before = [(one.pk, one.version) for one in (visit, guest)]

    erase("member", guest.pk, head)

    visit.refresh_from_db()
    guest.refresh_from_db()
    assert [(one.pk, one.version - 1) for one in (visit, guest)] == before


def test_what_others_put_aside_is_not_taken_for_the_persons(head):
    uploads.keep(files.upload(files.pdf(), "letter.pdf"), by=uuid4())
    guest = factories.make_member(over(), SURNAME, given_name=GIVEN)
    before = uploads.paths_in(uploads.STRANGERS_FOLDER)

    erase("member", guest.pk, head)

    assert uploads.paths_in(uploads.STRANGERS_FOLDER) == before != []


def test_a_letter_on_paper_goes_with_whoever_it_is_written_to(head):
    visit = over()
    guest = factories.make_member(visit, SURNAME, given_name=GIVEN)
    letter = actions.write_letter(
        occasion=visit, kind="thanks", to=outgoing.Addressee("", WHOLE), by=head, language="en"
    )
    actions.send_letter(letter=letter, number="1/2026", by=head)
    [paper] = DocumentFile.objects.all()
    with paper.file.open() as stored:
        assert names(stored.read(), Words(names=[(GIVEN, SURNAME)]))

    erase("member", guest.pk, head)

    paper.refresh_from_db()
    assert paper.name == "erased.txt"
    assert everywhere(SURNAME) == []


def test_a_file_that_is_put_away_is_called_by_its_name_nowhere(head, periods):
    visit = factories.make_visit(days=(-2000, -1999), state=State.COMPLETED)
    letter = files.upload(b"x", f"{SURNAME} diabetes.txt")
    actions.attach(visit=visit, file=letter, kind="letter", by=None)
    assert everywhere("diabetes") != []

    nightly.erase()

    assert everywhere("diabetes") == []


@pytest.mark.parametrize("uploaded", ["by the guests", "by staff"])
def test_a_list_of_what_guests_eat_goes_with_what_they_eat_whoever_uploaded_it(
    head, periods, uploaded
):
    visit = factories.make_visit(days=(-41, -40), state=State.COMPLETED)
    by = None if uploaded == "by the guests" else head
    for name, content in (
        ("list.csv", b"Given name;Family name;Diet\nAda;Zwyq;diabetes\n"),
        ("budget.csv", b"Given name;Family name;Office\nAda;Zwyq;Mayor\n"),
    ):
        actions.attach(visit=visit, file=files.upload(content, name), kind="other", by=by)

    nightly.erase()

    assert sorted(DocumentFile.objects.values_list("name", flat=True)) == [
        "budget.csv",
        "erased.txt",
    ]
    assert everywhere("diabetes") == []


KNOWN_BY_ONE_ROW = {
    "recipient": lambda visit: factories.make_recipient(visit, name=WHOLE, email=EMAIL),
    "to_inform": lambda _visit: factories.make_to_inform(WHOLE, email=EMAIL),
    "asked": lambda visit: factories.make_part(
        factories.make_item(visit), ask_name=WHOLE, ask_email=EMAIL
    ),
    "guardian": lambda visit: factories.make_member(visit, "Child", guardian_name=WHOLE),
}


@pytest.mark.parametrize("name", KNOWN_BY_ONE_ROW)
def test_whoever_is_known_by_one_row_alone_is_found_shown_and_erased(head, name):
    visit = factories.make_visit(days=(-9, -8), state=State.COMPLETED)
    row = KNOWN_BY_ONE_ROW[name](visit)
    kind = people.kinds.get(name)

    found = [key for key, _label in kind.find(SURNAME.upper(), head)]
    told = people.held_about(kind.get(str(row.pk), head))
    erase(name, row.pk, head)

    assert (found, WHOLE in str(told)) == ([str(row.pk)], True)
    assert everywhere(SURNAME) == []
    assert Visit.objects.filter(pk=visit.pk).exists()


def test_whom_to_ask_for_a_running_visit_is_not_erased(head):
    visit = factories.make_visit(days=(1, 2), state=State.PLANNING)
    part = factories.make_part(factories.make_item(visit), ask_name=WHOLE, ask_email=EMAIL)

    with pytest.raises(people.NotNow):
        erase("asked", part.pk, head)


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"family_name": "Müller"}, "The party of MULLER sings"),
        ({"family_name": "O'Neill"}, "We met O’Neill there"),
        ({"family_name": "Wang", "own_name": "王伟", "own_language": "zh"}, "王伟先生来了"),
    ],
)
def test_another_spelling_of_the_name_is_left_to_a_person_and_named(head, known, text):
    visit = factories.make_visit(days=(-9, -8), state=State.COMPLETED, purpose=text)
    guest = factories.make_member(visit, given_name="Zoe", **known)

    found = people.looked_through(people.kinds.get("member").get(str(guest.pk), head))
    erase("member", guest.pk, head)

    visit.refresh_from_db()
    assert visit.pk in found.left[Visit]
    assert visit.purpose == text


def test_a_telephone_number_is_found_however_it_is_spaced(head):
    visit = factories.make_visit(
        days=(-9, -8), contact_name="Zoe Wang", contact_telephone="+47 55 12 34 56"
    )
    other = factories.make_visit("Bern", purpose="Call 47551 23456 or 4755123456", days=(-5, -4))

    found = people.looked_through(people.kinds.get("focal_point").get(str(visit.pk), head))

    assert other.pk in found.left[Visit]


def test_a_text_that_hangs_on_a_contact_with_the_person_is_looked_into(head):
    person = factories.make_person(SURNAME, given_name=GIVEN)
    contact = factories.make_contact(person=person)
    letter = factories.make_document(f"CV of {WHOLE}")
    add_version(document=letter, file=files.upload(f"I am {WHOLE}".encode(), "cv.txt"), by=head)
    attach(document=letter, record=contact, by=head)

    erase("person", person.pk, head)

    assert everywhere(SURNAME) == []
    with letter.files.first().file.open() as stored:
        assert SURNAME.encode() not in stored.read()
