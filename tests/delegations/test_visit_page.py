"""The page of a visit: what it shows, to whom, and what is done on it."""

import pytest
from django.urls import reverse

from agenda.models import Appointment
from delegations import actions
from delegations.models import Decision, Visit
from office.models import Mail
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def url(visit):
    return reverse("admin:visit", args=[visit.pk])


def asked(**fields):
    values = {"state": "evaluation", "contact_email": "ana@example.org", "contact_language": "fr"}
    return factories.make_visit("Consulate of Peru", **values | {"days": (60, 61)} | fields)


def decision(visit, **typed):
    values = {"verdict": "accepted", "reason": "A twin city.", "letter": "send"} | typed
    return {"do": "decide", "version": visit.version} | {
        f"decision-{name}": value for name, value in values.items()
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
