"""What is left of a time that others take some of."""

import pytest

from agenda import periods
from tests.factories import between


@pytest.mark.parametrize(
    ("others", "left"),
    [
        ([], [(9, 12)]),
        ([(10, 11)], [(9, 10), (11, 12)]),
        ([(8, 10)], [(10, 12)]),
        ([(11, 13)], [(9, 11)]),
        ([(10, 11), (9, 10)], [(11, 12)]),
        ([(9, 11), (10, 12)], []),
        ([(13, 14)], [(9, 12)]),
        ([(7, 8)], [(9, 12)]),
    ],
)
def test_of_a_time_stays_what_others_do_not_take(others, left):
    found = periods.without(between(9, 12), [between(*one) for one in others])

    assert found == [between(*one) for one in left]
