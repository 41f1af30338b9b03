"""Terms that count working days, as the office's country keeps its holidays."""

from datetime import timedelta
from functools import lru_cache

from office.models import Office

SATURDAY = 5


@lru_cache(maxsize=8)
def holidays_of(country):
    """The public holidays of a country by its two-letter code; empty for one that is unknown."""
    import holidays

    try:
        return holidays.country_holidays(country)
    except NotImplementedError:  # what the library says of a country that it does not know
        return {}


def is_working_day(day, country):
    return day.weekday() < SATURDAY and day not in holidays_of(country)


def after_working_days(day, count):
    """The working day on which so many working days after `day` have passed."""
    country = Office.objects.current().country
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, country)
    return day
