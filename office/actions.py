"""What changes several records of any app at once: all of it, or nothing."""

from django.db import transaction

from office import duties


@transaction.atomic
def hand_over(*, old, new, by):
    """
    Give all that is open with one person to another; returns it in words: ["3 pacts"].

    The history of each record says who did it. What is due shows at the other person at once.
    """
    counts = [(charge, charge.give(old, new, by)) for charge in duties.handed_over.values()]
    duties.refresh()
    return in_words(counts)


def in_charge_of(person):
    """What would be handed over of this person, in the same words."""
    return in_words((charge, charge.rows(person).count()) for charge in duties.handed_over.values())


def in_words(counts):
    return [str(charge.said(count)) for charge, count in counts if count]


@transaction.atomic
def put_in_charge(*, records, new, by):
    """Put a person in charge of each of the records: all that is due with them is theirs."""
    for record in records:
        duties.put_in_charge(record, "officer", new, by)
    duties.refresh()
