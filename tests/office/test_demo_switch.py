"""The switch of the demonstration, where nothing of it has been loaded."""

import pytest
from django.core.management import CommandError, call_command

from office.models import Source
from tests import forms
from tests.office.test_demo import counts, left_over

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]


def test_load_is_refused_outside_the_switch(settings):
    settings.DEMONSTRATION = False
    before = counts()

    with pytest.raises(CommandError) as refused:
        call_command("load_demo")

    assert str(refused.value).startswith("This is not a demonstration. Set DEMONSTRATION=yes")
    assert left_over(before) == {}


def test_site_says_that_it_is_a_demonstration(client, settings):
    shown = {}
    for switch in (True, False):
        settings.DEMONSTRATION = switch
        shown[switch] = '<aside class="demonstration"' in client.get("/en/").text

    assert shown == {True: True, False: False}


def test_what_is_made_in_the_demonstration_is_marked_from_the_start(settings, office):
    settings.DEMONSTRATION = True
    client = forms.signed_in("officer", is_demo=True)

    forms.send(client, "/admin/office/source/add/", title="A newspaper that does not exist")

    assert Source.objects.get().is_demo
