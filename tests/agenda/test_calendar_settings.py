"""What the office decides about its calendar: one row, and a level for each finding."""

import pytest

from agenda.findings import Level, kinds
from agenda.models import CalendarSettings, FindingLevel
from tests.forms import send

pytestmark = pytest.mark.django_db

SETTINGS = "/admin/agenda/calendarsettings/"
LEVELS = "/admin/agenda/findinglevel/"


def test_the_settings_are_one_row(clerk):
    assert send(clerk, f"{SETTINGS}add/", walking_pace="60").status_code == 302

    assert CalendarSettings.objects.get().walking_pace == 60
    assert clerk.get(f"{SETTINGS}add/").status_code == 403


def test_nobody_walks_no_metre_a_minute(clerk):
    answer = send(clerk, f"{SETTINGS}add/", walking_pace="0", driving_pace="-3")

    errors = answer.context["adminform"].form.errors
    assert {*errors} >= {"walking_pace", "driving_pace"}
    assert not CalendarSettings.objects.exists()


def test_the_list_says_how_grave_every_kind_is(clerk):
    FindingLevel.objects.create(kind="closed", level="block")

    page = clerk.get(LEVELS).content.decode()

    assert "the place is closed" in page
    assert "The way before or after it is too short" in page
    assert "More people than the place holds" in page
    grave = [one for one in kinds.names() if kinds.get(one).level == Level.BLOCK_PUBLISHING]
    assert page.count("cannot be published") == len({*grave} - {"closed"})
    assert f"{LEVELS}add/?kind=steps" in page
    assert f"{LEVELS}add/?kind=closed" not in page


def test_a_kind_gets_its_level_once(clerk):
    assert send(clerk, f"{LEVELS}add/", kind="steps", level="ignore").status_code == 302
    assert FindingLevel.objects.by_kind() == {"steps": "ignore"}

    form = clerk.get(f"{LEVELS}add/?kind=closed").context["adminform"].form
    assert form["kind"].value() == "closed"
    assert "steps" not in dict(form.fields["kind"].choices)


def test_a_kind_that_nobody_knows_is_refused(clerk):
    answer = send(clerk, f"{LEVELS}add/", kind="invented")

    assert answer.context["adminform"].form.errors.keys() == {"kind"}
    assert not FindingLevel.objects.exists()
