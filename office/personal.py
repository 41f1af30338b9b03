"""What each model says about the personal data that it holds, once, in the class itself."""

from dataclasses import dataclass
from itertools import chain

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What sort of personal data it is: the law and the office treat them differently."""

    NAME = "name", pgettext_lazy("kind of personal data", "name, office and what they did")
    CONTACT = "contact", pgettext_lazy("kind of personal data", "how they are reached")
    SPECIAL = "special", pgettext_lazy("kind of personal data", "health, diet, belief")
    TRAVEL = "travel", pgettext_lazy("kind of personal data", "travel, hotel, whereabouts")
    IMAGE = "image", pgettext_lazy("kind of personal data", "pictures")
    WORDS = "words", pgettext_lazy("kind of personal data", "what was written of them or by them")
    WORK = "work", pgettext_lazy("kind of personal data", "who of the office did it")


class Basis(models.TextChoices):
    """The legal basis, by the article of Regulation (EU) 2016/679 that it stands on."""

    TASK = "task", _("task in the public interest (art. 6(1)(e))")
    CONSENT = "consent", _("consent (art. 6(1)(a))")
    EXPLICIT = "explicit", _("explicit consent (art. 9(2)(a))")
    DUTY = "duty", _("legal obligation (art. 6(1)(c))")
    ARCHIVE = "archive", _("archive in the public interest (art. 89)")


@dataclass(frozen=True)
class Held:
    """
    Some fields of a model that are of one kind, of the same people, and kept equally long.

    `after` names the event from which their time runs (office.erasure.clocks), as long as the
    kind of data is kept (office.models.Retention); without it they stay as long as the record.
    `whole` takes the row itself away. `change` names a function that is given a row and takes out
    of it what has to go, where the fields are not simply emptied; it says whether there was any.
    """

    fields: tuple[str, ...]
    whose: str | Promise
    kind: Kind
    basis: Basis = Basis.TASK
    after: str = ""
    whole: bool = False
    change: str = ""


@dataclass(frozen=True)
class PersonalData:
    """
    Which fields of a model name a person, and how long they stay.

    `held` is what the clock acts on and the register of processing shows; `kept` says the
    same in words, where a model has no clock.
    """

    fields: tuple[str, ...] = ()
    kept: str | Promise = ""
    held: tuple[Held, ...] = ()

    def __post_init__(self):
        if not self.fields:
            named = chain.from_iterable(one.fields for one in self.held)
            object.__setattr__(self, "fields", tuple(dict.fromkeys(named)))


NO_PERSONAL_DATA = PersonalData()
