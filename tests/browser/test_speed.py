"""What a slow telephone sees: nothing moves once it is shown, and the data blocks harm nobody."""

import pytest

from tests.browser.steps import address
from tools import speed

SLOW = {**speed.TELEPHONE, "locale": "en-GB"}


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("home", []),
        ("partnerships:city_list", []),
        ("directory:city_detail", ["kyoto"]),
        ("events:heritage", []),
    ],
)
def test_nothing_shifts_while_fonts_and_styles_come_in(
    new_context, live_server, florence_like, name, arguments
):
    context = new_context(**SLOW)
    context.set_default_timeout(20_000)

    seen = speed.seen(context, f"{live_server.url}{address(name, 'en', *arguments)}")

    assert (round(seen.shift, 4), seen.shifted) == (0, [])
    assert seen.largest > 0
    assert seen.html < speed.HTML
