"""Inputs of the back-office's forms."""

import re

import pytest

from tests import factories
from tests.forms import send

pytestmark = pytest.mark.django_db


def test_languages_are_found_by_typing_and_are_a_plain_list_without_a_script(back_office):
    city = factories.make_city("Kyoto", own_name="京都")
    client = back_office("officer")
    url = f"/admin/directory/city/{city.pk}/change/"

    page = client.get(url).text
    send(client, url, languages=["ja", "ko"], own_language="ja")

    for name in ("languages", "own_language"):
        assert re.search(rf'<select name="{name}"[^>]*class="type-ahead"', page)
    assert '<option value="ja">Japanese</option>' in page
    assert "js/type_ahead" in page
    city.refresh_from_db()
    assert (city.languages, city.own_language) == (["ja", "ko"], "ja")
