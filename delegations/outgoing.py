"""
The words of the office's own letters: for each kind a text that staff change as they do mails'.

A letter is first written from them (`written`), and then is a text of its own.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegations import prints
from delegations.days import written_days_of
from delegations.letters import FIELDS as FIELDS_OF_VISIT
from delegations.letters import GREETING, VisitMail
from delegations.models import (
    Member,
    Mission,
    OutgoingLetter,
    Part,
    Print,
    ProgrammeVersion,
    Traveller,
    Visit,
)
from delegations.models.choices import COMING
from delegations.prints.differences import when_of
from office import outbox
from office.outbox import MailKind, kinds
from office.papers.report import plain
from office.text import fold

Type = OutgoingLetter.Type
END = gettext_lazy("With kind regards")
# What the words of a letter can name besides; of a mail the rest has no place on paper.
NOT_ON_PAPER = ("answer_by", "list_until")
FIELDS = {name: says for name, says in FIELDS_OF_VISIT.items() if name not in NOT_ON_PAPER} | {
    "members": gettext_lazy("the members of the delegation, a line for each"),
    "programme": gettext_lazy("the programme as it was last published, a line for each item"),
    "addressee_office": gettext_lazy("the office of whom the letter is to"),
}
VISA_OFF = gettext_lazy(
    "Invitations for visas are not written here; the settings of visits say so."
)
VISA_NOT_ACCEPTED = gettext_lazy("An invitation for a visa is written once the visit is accepted.")
NOT_ALL_OF_PROGRAMME = gettext_lazy(
    "Something in the programme is not for you to see: somebody who sees all of it writes this."
)
OF_VISITS = gettext_lazy("Such a letter is written for a visit of guests.")

WORDS = {
    Type.INVITATION: (
        gettext_lazy("Invitation: {{ purpose }}"),
        gettext_lazy(
            "It is our pleasure to invite you to our city ({{ days }}).\n\n{{ words }}\n\n"
            "We should be glad to receive you, and ask you to tell us who will come."
        ),
    ),
    Type.ACCEPTANCE: (
        gettext_lazy("Your visit, {{ days }}"),
        gettext_lazy(
            "We thank you for your wish to visit our city, and are glad to receive you "
            "({{ guests }}, {{ days }}).\n\n{{ words }}"
        ),
    ),
    Type.REFUSAL: (
        gettext_lazy("Your request for a visit"),
        gettext_lazy(
            "We thank you for your wish to visit our city ({{ guests }}, {{ days }}). To our "
            "regret we cannot receive you on these days.\n\n{{ words }}\n\n"
            "We hope for another occasion."
        ),
    ),
    Type.VISA: (
        gettext_lazy("Invitation of a delegation, {{ days }}"),
        gettext_lazy(
            "We confirm that we have invited the following people to our city for an official "
            "visit ({{ guests }}, {{ days }}):\n\n{{ members }}\n\n"
            "Purpose of the visit: {{ purpose }}\n\n{{ words }}\n\n"
            "We should be grateful if you gave them the visas that they ask for."
        ),
    ),
    Type.CONFIRMATION: (
        gettext_lazy("Your visit, {{ days }}: confirmation"),
        gettext_lazy(
            "We confirm your visit to our city ({{ guests }}, {{ days }}).\n\n{{ words }}\n\n"
            "We look forward to seeing you."
        ),
    ),
    Type.PROGRAMME: (
        gettext_lazy("Programme of your visit, {{ days }}"),
        gettext_lazy(
            "Here is the programme of your visit ({{ guests }}, {{ days }}):\n\n{{ programme }}\n\n"
            "{{ words }}"
        ),
    ),
    Type.THANKS: (
        gettext_lazy("Thank you for your visit"),
        gettext_lazy(
            "We thank you for having been our guests ({{ days }}). It was an honour and a "
            "pleasure to receive you.\n\n{{ words }}\n\n"
            "We hope that what we spoke of will bear fruit, and look forward to meeting again."
        ),
    ),
}
THANKS_TO_HOST = (
    gettext_lazy("Visit of {{ guests }}: thank you"),
    gettext_lazy(
        "We thank you for having received the delegation with us ({{ guests }}, {{ days }}). "
        "What you told and showed them will stay with them.\n\n{{ words }}"
    ),
)
OF_MISSION = {
    Type.CONFIRMATION: (
        gettext_lazy("Our visit, {{ days }}"),
        gettext_lazy(
            "We confirm our visit ({{ guests }}, {{ days }}), and thank you for receiving us."
            "\n\n{{ members }}\n\n{{ words }}\n\nWe look forward to seeing you."
        ),
    ),
    Type.THANKS: (
        gettext_lazy("Thank you for your welcome"),
        gettext_lazy(
            "We thank you for having received us ({{ days }}), and for all that you prepared for "
            "us.\n\n{{ words }}\n\nWe look forward to receiving you in our city in turn."
        ),
    ),
}


class LetterWords(VisitMail):
    """The words of one kind of letter about a visit, or, `of_mission`, about a mission."""

    fields = FIELDS

    def __init__(self, kind, words, label):
        self.kind, self.label = kind, label
        self.subject, self.body = words

    @property
    def text(self):
        return "\n\n".join(str(part) for part in (GREETING, self.body, END))

    def values(self, record, *, by, **extra):
        """Of people and programme what `by`, who writes the letter, may see."""
        if isinstance(record, Mission):
            return values_of_mission(record, by) | {n: str(v) for n, v in extra.items()}
        told = {"members": members_of(record, by), "programme": programme_of(record, by)}
        return super().values(record, **told | extra)

    def example(self):
        return super().example() | {
            "members": _("– Ana Exemplar, Mayor"),
            "programme": _("– 12 May 2027, 09:00–10:00: Reception, Council chamber"),
            "addressee_office": _("the Mayor"),
        }


class ByMail(MailKind):
    """A letter that went out, brought by mail: its text, under which number and of which day."""

    label = gettext_lazy("Letter: brought by mail")
    fields = {
        "letter_subject": gettext_lazy("the subject of the letter"),
        "letter": gettext_lazy("the text of the letter"),
        "number": gettext_lazy("the number in the public register"),
        "signature": gettext_lazy("who signed it, with the office"),
    }
    subject = "{{ letter_subject }}"

    @property
    def text(self):
        return "{{ letter }}\n\n{{ signature }}\n\n" + _("Our number: {{ number }}")

    def values(self, record, *, letter, **extra):
        return {
            "letter_subject": letter.subject,
            "letter": letter.text,
            "number": letter.register_number,
            "signature": "\n".join(signature(letter)),
        }

    def example(self):
        return {
            "letter_subject": _("Thank you for your visit"),
            "letter": _("Good day,"),
            "number": "1234/2027",
            "signature": _("the Mayor"),
        }


class ByMailWithPage(ByMail):
    """The same to the focal point, whose private page has the paper to download."""

    label = gettext_lazy("Letter: brought by mail to the focal point")

    @property
    def text(self):
        page = _("The letter on paper stands on your private page:\n{{ private_link }}")
        return f"{super().text}\n\n{page}"


def values_of_mission(mission, by):
    """What a letter about a mission says; in it we are the guests."""
    travellers = Traveller.objects.visible_to(by).filter(mission=mission)
    travellers = travellers.select_related("person")
    return {
        "reference": "",
        "guests": str(mission.title),
        "purpose": str(mission.title),
        "days": written_days_of(mission),
        "level": "",
        "host": mission.host_name,
        "room": "",
        "words": "",
        "programme": "",
        "members": lines((str(one), one.office) for one in travellers),
        "addressee_office": "",
    }


def members_of(visit, by):
    members = Member.objects.visible_to(by).filter(visit=visit)
    return lines((one.name, one.office) for one in members)


def lines(people):
    return "\n".join("– " + ", ".join(filter(None, one)) for one in people)


def programme_of(visit, by):
    """
    The guests' print of the last version, a line for each item; "" while there is none.

    "" too of a version that names what `by` may not see: half a programme would mislead.
    """
    version = ProgrammeVersion.objects.filter(visit=visit).order_by("-number").first()
    if version is None or hides(version, by):
        return ""
    made = prints.printed(visit, Print.GUEST, version=version, language=active_language())
    return "\n".join(f"– {item_line(one, made.language)}" for one in made.items)


def hides(version, by):
    """Whether the version names something that is not for `by` to see."""
    rows = version.content["items"]
    return len(prints.readable(rows, by)) < len(rows)


def item_line(item, language):
    place = next((plain(line.words) for line in item.lines if line.name == "place"), "")
    what = ", ".join(filter(None, [plain(item.title), place]))
    return f"{when_of(item, language)}: {what}"


def active_language():
    from django.utils.translation import get_language

    return get_language()


def signature(letter):
    return [one for one in (letter.signatory_name, letter.signatory_office) if one]


# ---------------------------------------------------------------- which letters, and to whom


@dataclass(frozen=True)
class Addressee:
    """Somebody whom the office may write to about an occasion; `key` names them in a form."""

    key: str
    name: str
    office: str = ""
    email: str = ""
    language: str = ""
    is_host: bool = False


def addressees(occasion, user):
    """
    The focal point, the members, and who had a part in the programme, as the user sees them.

    A focal point who travels too is offered once, with the address to which one writes to them.
    """
    if isinstance(occasion, Mission):
        host = occasion.host_name
        return [Addressee("host", host)] if host else []
    visit = occasion
    found = []
    if visit.contact_name or visit.contact_email:
        found.append(
            Addressee(
                "focal",
                visit.contact_name or visit.guests,
                visit.contact_office,
                visit.contact_email,
                visit.contact_language,
            )
        )
    members = visit.members.model.objects.visible_to(user).filter(visit=visit)
    members = members.order_by("-is_head", "position", "pk")
    language, focal = visit.contact_language, {fold(one.name) for one in found}
    found += [
        Addressee(f"member:{m.pk}", m.name, m.office, "", language)
        for m in members
        if fold(m.name) not in focal
    ]
    return found + hosts(visit, user)


def hosts(visit, user):
    """Each once, whoever had a part in several items."""
    parts = Part.objects.visible_to(user).of_visit(visit).with_names()
    found = {}
    for one in parts:
        if not one.is_open and one.answer != Part.Answer.DECLINED:
            who = Addressee(
                f"part:{one.pk}", one.who, one.office, one.ask_email, one.ask_language, True
            )
            found.setdefault(one.who, who)
    return list(found.values())


def offered(occasion):
    """(kind, label) of the letters that can be written about it today."""
    if isinstance(occasion, Mission):
        return [(kind.value, kind.label) for kind in OF_MISSION]
    return [
        (kind.value, kind.label)
        for kind in WORDS
        if kind != Type.VISA or not refusal_of_visa(occasion)
    ]


def refusal_of_visa(occasion):
    """Why no invitation for a visa is written about it; "" where it is."""
    if isinstance(occasion, Mission):
        return OF_VISITS
    if not occasion.rules.visa_letters:
        return VISA_OFF
    return "" if occasion.state in COMING else VISA_NOT_ACCEPTED


def key_of(kind, occasion, *, to_host=False):
    """The name under which staff change the words of such a letter."""
    if isinstance(occasion, Mission):
        return f"letter_mission_{kind}"
    return f"letter_{kind}_host" if to_host and kind == Type.THANKS else f"letter_{kind}"


def refusal(kind, occasion, by):
    """Why `by` writes no such letter about it; "" where they may."""
    match kind:
        case Type.VISA:
            return refusal_of_visa(occasion)
        case Type.PROGRAMME:
            return refusal_of_programme(occasion, by)
    return ""


def refusal_of_programme(occasion, by):
    """Why `by` writes no letter with its programme; "" where they may."""
    version = occasion.versions.first() if isinstance(occasion, Visit) else None
    return NOT_ALL_OF_PROGRAMME if version and hides(version, by) else ""


def written(occasion, kind, to, language, *, by, words=""):
    """(subject, text) of a new letter, from the office's words in that language."""
    return outbox.written(
        key_of(kind, occasion, to_host=to.is_host),
        language,
        to.name,
        occasion,
        {"by": by, "words": words, "addressee_office": to.office},
    )


def hand_in():
    for kind, words in WORDS.items():
        kinds.add(f"letter_{kind.value}", LetterWords(kind, words, label_of(kind)))
    host = gettext_lazy("Letter: thanks to a host")
    kinds.add("letter_thanks_host", LetterWords(Type.THANKS, THANKS_TO_HOST, host))
    for kind, words in OF_MISSION.items():
        kinds.add(f"letter_mission_{kind.value}", LetterWords(kind, words, label_of(kind, True)))
    kinds.add("letter_by_mail", ByMail())
    kinds.add("letter_by_mail_page", ByMailWithPage())


LABELS = {
    Type.INVITATION: gettext_lazy("Letter: invitation"),
    Type.ACCEPTANCE: gettext_lazy("Letter: acceptance"),
    Type.REFUSAL: gettext_lazy("Letter: refusal"),
    Type.VISA: gettext_lazy("Letter: invitation for a visa"),
    Type.CONFIRMATION: gettext_lazy("Letter: confirmation"),
    Type.PROGRAMME: gettext_lazy("Letter: programme"),
    Type.THANKS: gettext_lazy("Letter: thanks"),
}
LABELS_OF_MISSION = {
    Type.CONFIRMATION: gettext_lazy("Letter about a mission: confirmation"),
    Type.THANKS: gettext_lazy("Letter about a mission: thanks"),
}


def label_of(kind, of_mission=False):
    return LABELS_OF_MISSION[kind] if of_mission else LABELS[kind]
