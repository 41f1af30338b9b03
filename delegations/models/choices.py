"""Who asks, how it came, who leads the guests, and how far a visit has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Requester(models.TextChoices):
    """Who asks for a visit; the directory's kinds of organisation, and those refused elsewhere."""

    NOT_SAID = "", _("not said")
    EMBASSY = "embassy", _("embassy")
    CONSULATE = "consulate", _("consulate")
    GOVERNMENT = "government", _("government or parliament")
    CITY = "city", _("city or other local authority")
    INTERNATIONAL = "international", _("international organisation")
    UNIVERSITY = "university", _("university or school")
    ASSOCIATION = "association", _("association or NGO")
    COMPANY = "company", _("company")
    AGENCY = "agency", _("travel agency")
    OTHER = "other", _("other")


PUBLIC_BODIES = (
    Requester.EMBASSY,
    Requester.CONSULATE,
    Requester.GOVERNMENT,
    Requester.CITY,
    Requester.INTERNATIONAL,
)


class GuestRank(models.IntegerChoices):
    """Who leads the guests; 1 is the highest."""

    STATE = 1, _("head of state or of government")
    MINISTER = 2, _("minister or speaker of a parliament")
    AMBASSADOR = 3, _("ambassador")
    MAYOR = 4, _("mayor, president of a region or a council")
    ELECTED = 5, _("elected member")
    CONSUL = 6, _("consul or senior official")
    OFFICIAL = 7, _("official or expert")
    OTHER = 8, _("other guests")


class Channel(models.TextChoices):
    WEB = "web", pgettext_lazy("how a request came", "public form")
    TELEPHONE = "telephone", pgettext_lazy("how a request came", "telephone")
    EMAIL = "email", pgettext_lazy("how a request came", "e-mail")
    CERTIFIED = "certified", pgettext_lazy("how a request came", "certified e-mail")
    NOTE = "note", pgettext_lazy("how a request came", "letter or note verbale")
    IN_PERSON = "in_person", pgettext_lazy("how a request came", "in person")


class State(models.TextChoices):
    """How far a visit has come; which state follows on which: delegations.lifecycle."""

    RECEIVED = "received", pgettext_lazy("a visit", "received")
    INCOMPLETE = "incomplete", pgettext_lazy("a visit", "incomplete")
    EVALUATION = "evaluation", pgettext_lazy("a visit", "under evaluation")
    ACCEPTED = "accepted", pgettext_lazy("a visit", "accepted")
    REDIRECTED = "redirected", pgettext_lazy("a visit", "redirected")
    DECLINED = "declined", pgettext_lazy("a visit", "declined")
    PLANNING = "planning", pgettext_lazy("a visit", "being planned")
    APPROVED = "approved", pgettext_lazy("a visit", "programme approved")
    CONFIRMED = "confirmed", pgettext_lazy("a visit", "confirmed")
    IN_PROGRESS = "in_progress", pgettext_lazy("a visit", "in progress")
    COMPLETED = "completed", pgettext_lazy("a visit", "completed")
    FOLLOWED_UP = "followed_up", pgettext_lazy("a visit", "followed up")
    ARCHIVED = "archived", pgettext_lazy("a visit", "archived")
    POSTPONED = "postponed", pgettext_lazy("a visit", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("a visit", "cancelled by us")
    WITHDRAWN = "withdrawn", pgettext_lazy("a visit", "withdrawn by the guests")


TO_DECIDE = (State.RECEIVED, State.INCOMPLETE, State.EVALUATION)
# Those that come, or have come: nothing speaks against them any more.
TAKES_PLACE = (
    State.ACCEPTED,
    State.PLANNING,
    State.APPROVED,
    State.CONFIRMED,
    State.IN_PROGRESS,
    State.COMPLETED,
    State.FOLLOWED_UP,
    State.ARCHIVED,
)
COMING = (
    State.ACCEPTED,
    State.PLANNING,
    State.APPROVED,
    State.CONFIRMED,
    State.IN_PROGRESS,
)
DROPPED = (State.REDIRECTED, State.DECLINED, State.CANCELLED, State.WITHDRAWN)
OVER = (*DROPPED, State.COMPLETED, State.FOLLOWED_UP, State.ARCHIVED)
