"""From when the time of guests' data runs, and what of visits says the same elsewhere."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from delegations.models import (
    Member,
    Message,
    Mission,
    Part,
    StateChange,
    Traveller,
    Visit,
)
from delegations.models.choices import DROPPED, OVER, State
from directory.erasing import hanging_on
from directory.models import DocumentFile
from office.erasure.clocks import Clock
from office.erasure.fields import erased_word

# How a row comes to its visit or mission: by the first of these fields that it has.
TO_VISIT = {
    "visit": "visit",
    "item": "item__visit",
    "version": "version__visit",
    "lineup": "lineup__visit",
    "plan": "plan__lineup__visit",
}


def departed(day):
    """
    The visits whose guests left before that day, and those that came to nothing before it.

    A clerk who forgot to close a visit does not keep its guests' data.
    """
    since = StateChange.objects.filter(visit=OuterRef("pk"), at__date__gte=day)
    left = ~Q(state__in=[*DROPPED, State.POSTPONED]) & Q(last_day__lt=day)
    dropped = Q(state__in=DROPPED) | Q(state__in=OVER, last_day=None)
    dropped |= Q(state=State.POSTPONED, last_day__lt=day)
    # Of a request that nobody answered and that has no day: from the last that was heard of it.
    heard = Message.objects.filter(visit=OuterRef("pk"), sent_at__date__gte=day)
    asleep = Q(last_day=None, received_at__date__lt=day) & ~Exists(heard)
    return Visit.objects.filter(left | ((dropped | asleep) & ~Exists(since)))


def returned(day):
    return Mission.objects.filter(last_day__lt=day)


def path_to_visit(model):
    if model is Visit:
        return "pk"
    names = {field.name for field in model._meta.concrete_fields if field.is_relation}
    return next((path for name, path in TO_VISIT.items() if name in names and _is_ours(model)), "")


def _is_ours(model):
    return model._meta.app_label == Visit._meta.app_label


def path_to_mission(model):
    if model is Mission:
        return "pk"
    names = {field.name for field in model._meta.concrete_fields}
    return "mission" if "mission" in names and _is_ours(model) else ""


def of_occasion(model):
    """What is of a visit runs from its guests' departure, of a mission from its return."""
    if model is DocumentFile:
        return [("pk", lambda day: hanging_on(Visit, departed(day).values("pk")))]
    visit, mission = path_to_visit(model), path_to_mission(model)
    return [
        *([(visit, departed)] if visit else []),
        *([(mission, returned)] if mission else []),
    ]


DEPARTURE = Clock("departure", of_occasion)
RETURN = Clock("return", of_occasion)


def last_contact(model):
    """Of the focal point of a visit: no later visit of theirs, and no message since."""
    return [("pk", unheard_of)] if model is Visit else []


def unheard_of(day):
    gone = departed(day)
    mine = Lower("contact_email")
    later = (
        Visit.objects.alias(email=mine)
        .filter(email=Lower(OuterRef("contact_email")))
        .exclude(contact_email="")
        .exclude(pk=OuterRef("pk"))
        .exclude(pk__in=gone.values("pk"))
    )
    written = Message.objects.filter(visit=OuterRef("pk"), from_guests=True, sent_at__date__gte=day)
    return gone.filter(~Exists(later), ~Exists(written))


LAST_CONTACT = Clock("last contact", last_contact)


# ---------------------------------------------------------------- people of the directory


def asked(day):
    return _of_people(Visit.objects.exclude(pk__in=departed(day).values("pk")), "contact")


def came(day):
    return _of_people(Member.objects.exclude(visit__in=departed(day).values("pk")), "person")


def had_a_part(day):
    return _of_people(Part.objects.exclude(item__visit__in=departed(day).values("pk")), "person")


def travelled(day):
    return _of_people(Traveller.objects.filter(mission__last_day__gte=day), "person")


def _of_people(rows, name):
    return rows.filter(**{f"{name}__isnull": False}).order_by().values(name)


# ---------------------------------------------------------------- what says the same elsewhere


class WithoutAddresses:
    """Of a version that was published: who had a part stays, how they are reached goes."""

    left = ~Q(content__has_key="erased_on")
    OF_PART = ("email", "telephone", "asks")
    OF_ITEM = ("for_driver", "set_up", "note")

    def __call__(self, version):
        content = {**version.content, "erased_on": timezone.localdate().isoformat()}
        content["items"] = [self.item(one) for one in content.get("items", [])]
        return {"content": content}

    def item(self, item):
        parts = [part | dict.fromkeys(self.OF_PART, "") for part in item.get("parts", [])]
        return item | dict.fromkeys(self.OF_ITEM, "") | {"parts": parts}


without_addresses = WithoutAddresses()


def needs_in_messages(model, held, keys):
    """What guests need stands in their corrections of the request as well: it goes with it."""
    if model is not Visit or "needs" not in held.fields:
        return
    said = dict(Visit.objects.filter(pk__in=keys).exclude(needs="").values_list("pk", "needs"))
    messages = Message.objects.filter(visit__in=said, kind=Message.Kind.CORRECTION)
    for message in messages:
        text = message.text.replace(said[message.visit_id], erased_word())
        if text != message.text:
            Message.objects.filter(pk=message.pk).update(text=text)
            Message.history.filter(id=message.pk).update(text=text)


def name_in_calendar(model, held, keys):
    """A group of guests that went by its focal point's name gets another."""
    if model is not Visit or "contact_name" not in held.fields:
        return None

    named = {"body_name": "", "organisation": None, "city": None, "city_name": ""}
    nameless = Visit.objects.filter(pk__in=keys, **named)
    changed = [*nameless.values_list("pk", flat=True)]
    # A request says who asked: of this one nothing else is known.
    nameless.update(body_name=F("reference"))

    def rename():
        for visit in Visit.objects.filter(pk__in=changed):
            visit._save_party()

    return rename
