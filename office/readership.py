"""Readers who are nobody in person: of a paper that goes on, and of a mere count."""


class StaffAtLarge:
    """
    A reader of what is public and, where this person may, of what is internal.

    What the person may read only because somebody named them is left out: it is nothing for
    a paper that is handed on, whoever prints it.
    """

    is_authenticated = True
    knows_quiet = False
    pk = None

    def __init__(self, user):
        self.reads_internal = user.is_authenticated and user.reads_internal


class Counter:
    """
    Goes through what a person may know to exist, to count it. Never show what it finds.

    Of what it finds and the person may not read, nothing but the number is theirs: no day,
    no kind, no word.
    """

    is_authenticated = True
    counts_what_is_known = True

    def __init__(self, user):
        self.pk = user.pk
        self.reads_internal = user.reads_internal
        self.knows_quiet = user.knows_quiet
