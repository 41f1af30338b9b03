"""When the guests of a visit are there, as far as one knows by now."""

from delegations.models import Leg


def ends_of(legs):
    """(the first arrival, the last departure) of these Legs; None where it is not known."""
    legs = sorted(legs, key=lambda leg: leg.now_at)
    arrivals = [leg for leg in legs if leg.is_arrival]
    departures = [leg for leg in legs if not leg.is_arrival]
    return next(iter(arrivals), None), next(reversed(departures), None)


def are_there(visit):
    """A function that tells of a start and an end whether the guests are there all the time."""
    arrival, departure = ends_of(Leg.objects.filter(visit=visit))

    def there(start, end):
        is_here = arrival is None or arrival.now_at <= start
        return is_here and (departure is None or end <= departure.now_at)

    return there
