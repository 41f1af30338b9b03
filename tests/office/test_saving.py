"""What saving a form of the back-office leaves behind."""

import pytest

from directory.models import City
from tests import factories, forms

pytestmark = pytest.mark.django_db

STORY = "Two cities of art.\n\nThe pact was made in 1965."


def sent(clerk, city, **typed):
    """Sends the form as a browser does, whose lines end in its own way."""
    url = f"/admin/directory/city/{city.pk}/change/"
    form = forms.form_of(clerk.get(url)) | typed
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    form |= {name: value.replace("\n", "\r\n") for name, value in texts.items()}
    assert clerk.post(url, form).status_code == 302


def test_a_form_that_nobody_changed_leaves_no_version_and_no_history(clerk):
    city = factories.make_city(story_it=STORY, story_en=STORY)
    before = city.version, city.history.count()

    sent(clerk, city)

    city.refresh_from_db()
    assert (city.version, city.history.count()) == before


def test_a_text_is_kept_with_plain_ends_of_lines(clerk):
    city = factories.make_city(story_it=STORY)

    sent(clerk, city, story_en=STORY)

    assert City.objects.get().story_en == STORY
    assert city.history.count() == 2


def test_a_text_from_the_translators_page_has_plain_ends_of_lines_too(clerk):
    city = factories.make_city(story_it=STORY)
    url = f"/admin/translations/de/directory.city.{city.pk}.story/"
    form = forms.form_of(clerk.get(url))

    clerk.post(url, form | {"words": STORY.replace("\n", "\r\n")})

    assert City.objects.get().story_de == STORY


def test_who_may_see_it_changes_although_the_record_does_not(clerk):
    city = factories.make_city(level="internal")

    sent(clerk, city, level="public")

    assert City.objects.public().get() == city
