"""Which city and which body of the directory whoever asks for a visit has named."""

from django.db.models import Q, Value

from directory.models import City, CityName, Organisation
from office.languages import in_every_language
from office.text import Fold


def public_city(name, country=None):
    """
    The public city of exactly that name, in any language or spelling; None where it is not clear.

    Where a country is said, it has to be that one's: many cities have a namesake.
    """
    if not name.strip():
        return None
    wanted = Fold(Value(name.strip()))
    named, columns = called(wanted, "name", "own_name")
    variants = CityName.objects.alias(folded=Fold("name")).filter(folded=wanted)
    rows = City.objects.public().alias(**columns)
    rows = rows.filter(named | Q(pk__in=variants.values("city")))
    return only(rows.filter(country=country) if country else rows)


def public_organisation(name, city=None):
    """The public organisation of exactly that name, in any language; None where it is not clear."""
    if not name.strip():
        return None
    named, columns = called(Fold(Value(name.strip())), "name")
    rows = Organisation.objects.public().alias(**columns).filter(named)
    return only(rows) or (only(rows.filter(city=city)) if city else None)


def called(wanted, field, *others):
    """(condition, its columns): the translated field, or one of the others, says just that."""
    columns = {f"folded_{one}": Fold(one) for one in [*in_every_language(field), *others]}
    condition = Q()
    for column in columns:
        condition |= Q(**{column: wanted})
    return condition, columns


def only(rows):
    found = list(rows.distinct()[:2])
    return found[0] if len(found) == 1 else None
