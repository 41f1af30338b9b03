"""What each model says about the personal data that it holds, once, in the class itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonalData:
    """
    Which fields of a model name a person, and how long they stay.

    `kept` is said in words for the register of processing; the clock that acts on it
    reads the same declaration.
    """

    fields: tuple[str, ...] = ()
    kept: str = ""


NO_PERSONAL_DATA = PersonalData()
