"""What guests eat and need leaves in no list; who is under age is asked for by a guardian."""

from dataclasses import asdict

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from delegations import actions, member_list
from delegations.member_tables import table_of
from delegations.models import Member
from delegations.models.versions import Print
from delegations.prints.made import printed
from directory.models import Document
from office.exchange.registry import resources
from office.exchange.resources import Lookups
from tests import factories
from tests.forms import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]

DIET, NEEDS = "zz-no-walnuts", "zz-wheelchair"


@pytest.fixture(autouse=True)
def demonstration(settings):
    """Who signs in is taken to have a second factor."""
    settings.DEMONSTRATION = True


@pytest.fixture
def visit():
    visit = factories.make_visit(days=(1, 2), state="planning", needs=NEEDS)
    factories.make_member(visit, diet=DIET, access_needs=NEEDS)
    factories.make_item(visit, day=visit.first_day)
    return visit


def content(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return (answer.getvalue() if answer.streaming else answer.content).decode()


def test_no_list_that_is_taken_along_holds_them(visit):
    client = signed_in("head")
    lists = [
        f"admin:{model._meta.app_label}_{model._meta.model_name}_export"
        for model, page in admin.site._registry.items()
        if page.is_exported
    ]

    told = {name for name in lists if "zz-" in content(client, reverse(name, args=["csv"]))}
    assert "admin:delegations_visit_export" in lists
    assert told == set()


def test_no_table_that_is_exchanged_holds_them(visit):
    user = factories.make_user("head")
    lookups = Lookups(user)

    told = {
        name
        for name, resource in resources.items()
        if "zz-" in str([*resource.rows(resource.records(user), lookups)])
    }
    assert told == set()


def test_of_what_leaves_the_office_the_kitchen_and_the_driver_alone_have_them(visit):
    """As counts without a name; by the private link of the print, as everywhere."""
    factories.make_item(visit, "Transfer", day=visit.first_day, kind="transfer")

    told = {kind.value: str(asdict(printed(visit, kind))) for kind in Print}

    assert {kind for kind, text in told.items() if DIET in text} == {"kitchen"}
    assert {kind for kind, text in told.items() if NEEDS in text} == {"driver"}
    assert "zz-" not in str(member_list.report(visit, factories.make_user("head")))


# ---------------------------------------------------------------- under age


def test_who_is_under_age_is_shown_only_with_the_consent_of_a_guardian(visit):
    child = factories.make_member(visit, "Child", is_minor=True)
    child.photo_consent = Member.Consent.YES

    with pytest.raises(ValidationError) as said:
        child.full_clean()
    assert "guardian_name" in said.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        child.save()
    child.guardian_name, child.guardian_consent_on = "Kari Haugen", visit.first_day
    child.save()
    assert child in Member.objects.who_may_be_shown()


def test_a_pasted_list_cannot_agree_for_who_is_under_age(visit):
    child = factories.make_member(visit, "Child", given_name="Ida", is_minor=True)

    table = table_of("Given name\tFamily name\tPhotographs\nIda\tChild\tyes\n")
    saved, _gone = table.merged([child], only=False)

    assert ([one.pk for one in saved], saved[0].photo_consent) == ([child.pk], "")


def test_a_consent_that_is_withdrawn_takes_the_pictures_down_at_once(client):
    visit = factories.make_visit(days=(-2, -1), state="completed")
    guest = factories.make_member(visit, photo_consent="yes")
    published = factories.make_public_visit(visit=visit, consent_checked=True)
    published.shown.add(guest)
    picture = factories.make_picture(on=[published])
    address = picture.files.get().get_absolute_url()
    assert client.get(address).status_code == 200

    def withdraw(members):
        members[0].photo_consent = Member.Consent.NO
        return members, []

    actions.change_members(visit=visit, change=withdraw, by=factories.make_user("officer"))

    published.refresh_from_db()
    assert client.get(address).status_code == 404
    assert (published.shown.count(), published.consent_checked) == (0, False)
    assert published.audience.level == "public"
    assert not Document.objects.public().exists()
