"""Missions out: their form and page, the calendar, the timeline of a city, the report."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agenda.clashes import Clash
from agenda.facets import may_change
from agenda.models import Appointment, Booking
from delegations import actions, missions
from delegations.models import Mission, Traveller
from directory import timeline
from office.duties import kinds
from tests import factories
from tests.forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

ADD = "/admin/delegations/mission/add/"
TODAY = timezone.localdate()


def saved(client, **typed):
    """What the form of a new mission answers, with what is typed; a name holds "__" for "-"."""
    city = factories.make_city()
    form = form_of(client.get(f"{ADD}?city={city.pk}"), form_id="mission_form")
    first, last = TODAY + timedelta(days=10), TODAY + timedelta(days=12)
    known = {"title_it": "Trent’anni di patto", "first_day": str(first), "last_day": str(last)}
    typed = known | {name.replace("__", "-"): value for name, value in typed.items()}
    return client.post(f"{ADD}?city={city.pk}", form | typed)


def errors(response):
    form = response.context["adminform"].form
    return {name: [str(one) for one in found] for name, found in form.errors.items()}


def someone_bookable(name="Ada"):
    return factories.make_resource("person", name)


def travels(resource):
    return {
        "travellers__TOTAL_FORMS": "1",
        "travellers__0__person": resource.person_id,
    }


def test_whoever_travels_is_kept_free_of_all_else(clerk):
    mayor = someone_bookable()

    response = saved(clerk, **travels(mayor))

    mission = Mission.objects.get()
    assert response["Location"] == f"/admin/missions/{mission.pk}/"
    booked = Booking.objects.get()
    assert (booked.resource, booked.appointment) == (mayor, mission.appointment)
    assert mission.appointment.days == (mission.first_day, mission.last_day)
    assert mission.appointment.state == Appointment.State.PENCILLED
    assert mission.appointment.audience == mission.audience


def test_whoever_is_booked_already_is_told_and_nothing_is_saved(clerk):
    mayor = someone_bookable()
    other = factories.make_mission(days=(11, 11), city=factories.make_city("Fès"))
    factories.make_traveller(other, person=mayor.person)
    actions.save_mission(mission=other, by=None)

    response = saved(clerk, **travels(mayor))

    said, way_out = errors(response)["__all__"]
    assert "Thirty years of the pact" in said
    assert way_out == "Or change the days of the mission, or who travels."
    page = response.content.decode()
    assert f'href="/admin/agenda/appointment/{other.appointment_id}/change/"' in page
    rows, _items, _documents = (one.formset for one in response.context["inline_admin_formsets"])
    assert rows.errors == [{"person": ["It is not free at that time: see above."]}]
    assert list(Mission.objects.all()) == [other]
    assert 'value="Trent’anni di patto"' in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"last_day": str(TODAY)}, "last_day"),
        ({"city": ""}, "city"),
        ({"reported_on": str(TODAY - timedelta(days=9))}, "reported_on"),
        ({"title_it": ""}, "title_it"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(clerk, typed, field):
    assert list(errors(saved(clerk, **typed))) == [field]
    assert not Mission.objects.exists()


def test_a_cancelled_mission_sets_its_travellers_free():
    mission = factories.make_mission(days=(5, 6))
    mayor = someone_bookable()
    factories.make_traveller(mission, person=mayor.person)
    actions.save_mission(mission=mission, by=None)

    mission.state = Mission.State.CANCELLED
    actions.save_mission(mission=mission, by=None)

    assert mission.appointment.is_cancelled
    assert not Booking.objects.that_block().exists()


def test_the_database_refuses_who_would_be_in_two_places():
    mayor = someone_bookable()
    for _one in range(2):
        mission = factories.make_mission(days=(5, 6))
        factories.make_traveller(mission, person=mayor.person)
        if Appointment.objects.exists():
            with pytest.raises(Clash):
                actions.save_mission(mission=mission, by=None)
        else:
            actions.save_mission(mission=mission, by=None)
    assert Appointment.objects.count() == 1


def test_a_mission_is_moved_on_its_own_form_alone(people):
    mission = actions.save_mission(mission=factories.make_mission(), by=None)

    assert not may_change(people["head"], mission.appointment)


def test_a_mission_that_is_deleted_leaves_its_days_cancelled():
    mission = actions.save_mission(mission=factories.make_mission(), by=None)

    mission.delete()

    assert Appointment.objects.get().is_cancelled


@pytest.mark.parametrize(
    ("sides", "hint"),
    [
        ([], ""),
        ([""], ""),
        (["majority", "opposition"], ""),
        (["majority", ""], "Nobody of the opposition travels"),
        (["opposition"], "Nobody of the majority travels"),
    ],
)
def test_the_composition_is_hinted_at_where_one_side_stays_at_home(sides, hint):
    said = missions.composition_hint([Traveller(side=side) for side in sides])
    assert said.startswith(hint)
    assert bool(said) == bool(hint)


def test_no_report_is_due_of_the_years_before_brought_in_from_a_table():
    factories.make_mission("Of 2015", days=(-4000, -3999), state="over")
    ours = factories.make_mission("Ours", days=(-4, -2))

    assert list(Mission.objects.without_report()) == [ours]
    assert [one.record for one in kinds.get("mission report").found()] == [ours]


def test_the_report_is_due_so_many_days_after_the_return(people):
    mission = factories.make_mission(days=(-4, -2), officer=people["officer"])
    factories.make_mission(days=(-4, -2), reported_on=TODAY)
    factories.make_mission(days=(-4, -2), state="cancelled")
    factories.make_mission(days=(3, 4))

    (due,) = kinds.get("mission report").found()

    assert (due.record, due.due_on) == (mission, TODAY + timedelta(days=8))
    assert due.owner == people["officer"]


def test_a_mission_is_a_sign_of_life_once_it_has_begun(people):
    city = factories.make_city()
    past = factories.make_mission(days=(-4, -2), city=city)
    coming = factories.make_mission(days=(4, 5), city=city)
    factories.make_mission(days=(-1, -1), city=city, state="cancelled")

    found = timeline.happenings([city.pk], people["officer"])

    assert [(one.record, one.is_contact) for one in found] == [(coming, False), (past, True)]
    assert timeline.last_contacts([city.pk], people["officer"])[city.pk].last == past.first_day


def test_the_public_reads_of_a_mission_that_somebody_published(client):
    city = factories.make_city()
    factories.make_mission("Published journey", level="public", city=city)
    factories.make_mission("Internal journey", city=city)

    told = client.get(city.get_absolute_url()).content.decode()

    assert "Published journey" in told
    assert "Internal journey" not in told


def test_the_page_says_who_goes_what_is_planned_and_what_is_due(back_office):
    mission = factories.make_mission(days=(-4, -2))
    factories.make_traveller(mission, side="majority")
    mission.items.create(day=mission.first_day, title_it="Incontro", title_en="Meeting")

    response = back_office("officer").get(f"/admin/missions/{mission.pk}/")

    told = response.content.decode()
    for words in ("Anna Bianchi", "Meeting", "The report is due by", "Nobody of the opposition"):
        assert words in told


def test_the_page_asks_as_much_for_three_rows_as_for_one(back_office):
    client, counts = back_office("officer"), []
    for many in (1, 3):
        mission = factories.make_mission()
        for n in range(many):
            factories.make_traveller(mission, person=factories.make_person(f"Person {n}"))
            mission.items.create(day=mission.first_day, title_it=f"Incontro {n}")
        url = f"/admin/missions/{mission.pk}/"
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


@pytest.mark.parametrize(("role", "code"), [("head", 200), ("officer", 404), ("reader", 404)])
def test_a_quiet_mission_is_read_by_its_readers_alone(back_office, people, role, code):
    mission = factories.make_mission(level="quiet", readers=[people["head"]])
    url = reverse("admin:mission", args=[mission.pk])

    assert back_office(role).get(url).status_code == code


def test_an_item_cannot_end_before_it_begins():
    mission = factories.make_mission()
    item = mission.items.model(mission=mission, day=TODAY, begins="10:00", ends="09:00")
    with pytest.raises(ValidationError) as refused:
        item.clean()
    assert list(refused.value.message_dict) == ["ends"]
