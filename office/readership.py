"""Who reads a paper that goes on to others."""


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
