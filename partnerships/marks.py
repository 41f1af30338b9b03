"""What the pacts put on the radar: anniversaries, confirmations, ends of terms."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.timeline import by_city, happenings
from office.dates import PartialDate
from office.radar import Mark
from office.text import fold, labelled
from partnerships import clock
from partnerships.anniversaries import Anniversary, months_after, years_after
from partnerships.models import Agreement, Signature

ANNIVERSARY = gettext_lazy("anniversary")
CONFIRMATION = gettext_lazy("confirmation by the Council")
END_OF_TERM = gettext_lazy("term of the agreement ends")
# What was done "at the last one" may lie so many months before or after it.
MONTHS_AROUND = 12
MOST_LINES = 8
EVERY = 5


@dataclass(frozen=True)
class Coming:
    """An anniversary of a signature that lies ahead, and the one before it that was marked."""

    agreement: Agreement
    anniversary: Anniversary
    before: Anniversary | None

    @property
    def window(self):
        """The days within which the timeline tells how the one before was marked."""
        day = self.before.date
        return months_after(day.first, -MONTHS_AROUND), months_after(day.last, MONTHS_AROUND)


def coming(reader, first, last):
    """The anniversaries between two days, of what the reader may see; two queries."""
    agreements = list(
        Agreement.objects.visible_to(reader).binding().select_related("city__country", "bond_type")
    )
    signatures = Signature.objects.filter(
        agreement__in=agreements, kind=Signature.Kind.FIRST
    ).values_list("agreement", "signed_on")
    days = {}
    for key, day in signatures:
        days.setdefault(key, set()).add(day)
    return [
        Coming(one, anniversary, before(day, anniversary.years))
        for one in agreements
        for day in of_their_own({*days.get(one.pk, ()), *filter(None, [one.signed_on])})
        for anniversary in between(day, first, last)
    ]


def of_their_own(days):
    """
    The days with an anniversary of their own, the earliest first.

    What was signed again within the year, as a rule in the other city, is celebrated once; of
    a day and the year or month that it lies in, the day counts.
    """
    kept = []
    for day in sorted(days):
        if not kept or day.first > months_after(kept[-1].first, MONTHS_AROUND):
            kept.append(day)
        elif kept[-1].first <= day.first and day.last <= kept[-1].last:
            kept[-1] = day
    return kept


def between(day, first, last):
    """The anniversaries of a partial date that may fall between two days."""
    for year in range(max(first.year, day.year + 1), last.year + 1):
        date = years_after(day, year - day.year)
        if date.last >= first and date.first <= last:
            yield Anniversary(year - day.year, date)


def before(day, years):
    """The last round one before it; None where that would be the signature itself."""
    years -= years % EVERY or EVERY
    return Anniversary(years, years_after(day, years)) if years else None


# ---------------------------------------------------------------- marks


def anniversaries(user, first, last):
    """With what the timeline shows around the last one, in as many queries for 300 as for one."""
    found = coming(user, first, last)
    told = told_around([one for one in found if one.before], user)
    return [mark_of(one, tuple(notes_of(one, told)) if one.before else ()) for one in found]


def soon(user, first, last):
    """The anniversaries alone, without what was done at the last one; two queries."""
    return [mark_of(one) for one in coming(user, first, last)]


def mark_of(one, notes=()):
    return Mark(
        on=one.anniversary.date,
        kind=ANNIVERSARY,
        text=str(one.agreement),
        record=one.agreement,
        years=one.anniversary.years,
        is_round=one.anniversary.is_round,
        notes=notes,
    )


def told_around(found, user):
    """{city: its happenings}, the earliest first, in all the windows together."""
    if not found:
        return {}
    windows = [one.window for one in found]
    span = min(start for start, _end in windows), max(end for _start, end in windows)
    told = reversed(happenings({one.agreement.city_id for one in found}, user, during=span))
    return by_city(one for one in told if one.is_contact or not isinstance(one.record, Agreement))


def notes_of(one, told):
    start, end = one.window
    around = [
        happening
        for happening in told.get(one.agreement.city_id, ())
        if happening.on.last >= start and happening.on.first <= end
    ]
    count = one.anniversary.years - one.before.years
    ago = ngettext("%(count)d year before", "%(count)d years before", count) % {"count": count}
    marked = _("%(ago)s (%(years)d years, %(day)s)") % {
        "ago": capfirst(ago),
        "years": one.before.years,
        "day": one.before.date,
    }
    if not around:
        if one.anniversary.is_round:
            yield labelled(marked, _("nothing recorded"))
        return
    yield marked
    for happening in around[:MOST_LINES]:
        yield labelled(happening.on, f"{happening.kind}, {happening.text}")
    more = len(around) - MOST_LINES
    if more > 0:
        yield ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}


def confirmations(user, first, last):
    """The days by which the Council confirms; what is overdue stands in a list of its own."""
    agreements = Agreement.objects.visible_to(user).binding()
    terms = clock.terms(clock.with_confirmations(agreements)).values()
    return [
        Mark(term.ends, CONFIRMATION, str(term.agreement), term.agreement)
        for term in clock.known_to(terms, user)
        if term.ends.last >= first and term.ends.first <= last
    ]


def ends_of_terms(user, first, last):
    agreements = Agreement.objects.visible_to(user).binding().select_related("city", "bond_type")
    found = agreements.filter(term_ends_on__endswith__gt=first, term_ends_on__startswith__lte=last)
    return [Mark(one.term_ends_on, END_OF_TERM, str(one), one) for one in found]


def next_ones(reader, months):
    """The anniversaries of so many months to come, the earliest first."""
    today = timezone.localdate()
    found = coming(reader, today, months_after(today, months))
    return sorted(found, key=lambda one: (one.anniversary.date, fold(str(one.agreement.city))))


def by_month(found):
    """
    [(PartialDate of the month or year, what comes)], one after the other.

    Of which only the year is known comes after the months of that year.
    """
    months = {}
    for one in found:
        day = one.anniversary.date
        months.setdefault(PartialDate(day.year, day.month), []).append(one)
    return sorted(months.items(), key=lambda entry: (entry[0].last, entry[0].month is None))
