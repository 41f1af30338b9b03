"""Guests and focal points, as whose data are asked for or erased."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Appointment, Party
from delegations import consent
from delegations.erasing import path_to_visit
from delegations.models import (
    Member,
    Message,
    Minute,
    Part,
    PublicVisit,
    Recipient,
    RequestDraft,
    Told,
    Traveller,
    Visit,
)
from directory.models import Correction, Document, DocumentFile
from directory.people import by_address, called_alike, documents_around, mails_to, stands_against
from office.erasure.fields import NOWHERE
from office.erasure.people import NOBODY, Identity, PersonKind, Rows
from office.erasure.words import Words
from office.models import Mail
from office.text import Fold

OF_MEMBER = (
    "title",
    "given_name",
    "family_name",
    "own_name",
    "own_language",
    "office",
    "languages",
    "diet",
    "access_needs",
    "photo_consent",
    "person",
    "pronunciation",
    "badge_name",
    "badge_number",
    "arrives_by",
    "leaves_by",
    "stay",
    "attendance",
    "whereabouts",
    "attendance_at",
    "guardian_name",
    "guardian_consent_on",
    "is_minor",
)
OF_CONTACT = ("contact_name", "contact_office", "contact_email", "contact_telephone", "contact")


def runs(visit):
    """Whether the guests of the visit are awaited or here: nothing of them may go."""
    if visit.is_over:
        return False
    return visit.last_day is None or visit.last_day >= timezone.localdate()


def running(visits):
    words = _("Their visit is not over yet: %(visit)s. Nobody could receive them otherwise.")
    return [words % {"visit": visit} for visit in visits if runs(visit)]


def around(visits):
    """With the documents of these visits and of their minutes; not of the accounts or honours."""
    keys = [one.pk for one in visits]
    minutes = [*Minute.objects.filter(visit__in=keys).values_list("pk", flat=True)]
    return {"visits": keys, "documents_on": {Visit: keys, Minute: minutes}}


class Guest(PersonKind):
    label = gettext_lazy("member of a delegation")
    model = Member

    def find(self, text, user):
        rows = Member.objects.visible_to(user).select_related("visit__city", "visit__organisation")
        for word in text.split():
            part = Fold(Value(word))
            names = {f"folded_{n}": Fold(n) for n in ("given_name", "family_name", "own_name")}
            rows = rows.alias(**names).filter(
                Q(folded_given_name__contains=part)
                | Q(folded_family_name__contains=part)
                | Q(folded_own_name__contains=part)
            )
        return [(str(one.pk), f"{one.name} · {one.visit}") for one in rows.order_by("-pk")[:50]]

    def get(self, key, user):
        member = Member.objects.visible_to(user).filter(pk=key).select_related("visit").first()
        return of_member(member) if member else None


guest = Guest()


def of_member(member):
    """A guest. Whom the directory knows as well stays there: that is another record."""
    stays = [_("That somebody came stands in the list, without a name.")]
    if member.person_id:
        stays.append(_("The directory knows them too: %(person)s.") % {"person": member.person})
    # Whoever came in public office, or signed a pact, stays in the list.
    acted = stands_against(member.person) if member.person else []
    if member.visit.contact_name.strip() == f"{member.given_name} {member.family_name}".strip():
        stays.append(_("They are the focal point of the visit too: erase them there."))
    return Identity(
        record=member,
        kind="member",
        title=member.name,
        words=Words(
            names=[(member.given_name, member.family_name)],
            close_to=[member.own_name, *([member.badge_name] if " " in member.badge_name else [])],
        ),
        rows=[Rows(Member.objects.filter(pk=member.pk), OF_MEMBER)],
        around=around([member.visit]) | {"members": [member.pk]},
        who={Member: [member.pk]},
        refusals=[*running([member.visit]), *acted],
        stays=stays,
        is_demo=member.is_demo,
    )


class FocalPoint(PersonKind):
    label = gettext_lazy("focal point of a visit")
    model = Visit

    def find(self, text, user):
        rows = Visit.objects.visible_to(user).with_names()
        wanted = Fold(Value(text.strip()))
        rows = rows.alias(name=Fold("contact_name")).filter(
            Q(name__contains=wanted)
            | Q(contact_email__iexact=text.strip())
            | Q(contact_telephone__icontains=text.strip())
        )
        return [
            (str(one.pk), f"{one.contact_name or one.contact_email} · {one}") for one in rows[:50]
        ]

    def get(self, key, user):
        visit = Visit.objects.visible_to(user).filter(pk=key).first()
        known = visit and (visit.contact_name or visit.contact_email or visit.contact_telephone)
        return of_focal_point(visit, user) if known else None


focal_point = FocalPoint()


def of_focal_point(visit, user):
    """Whoever asked for a visit, with the other requests of the same name and address."""
    visits, others = [visit], 0
    if visit.contact_email:
        asked = Visit.objects.asked_by(visit.contact_email).alias(name=Fold("contact_name"))
        mine = asked.filter(name=Fold(Value(visit.contact_name)))
        visits, others = [*mine], asked.exclude(pk__in=mine.values("pk")).count()
    keys = [one.pk for one in visits]
    given, _space, family = visit.contact_name.rpartition(" ")
    # Whoever asked for it and came as well is one person.
    came = Member.objects.filter(visit__in=keys, given_name__iexact=given)
    came = came.filter(family_name__iexact=family) if family else came.none()
    # A mailbox from which others write too is nobody's own: what is theirs says their name.
    emails = [*{one.contact_email.strip().lower() for one in visits if one.contact_email}]
    own, name = ([], visit.contact_name) if others else (emails, None)
    stays = [_("That the visit was asked for, by which body and city, stays.")]
    if others:
        stays.append(
            _("Others write from this address too: theirs stays, and so does the address.")
        )
    return Identity(
        record=visit,
        kind="focal_point",
        title=visit.contact_name or visit.contact_email or visit.contact_telephone,
        words=Words(
            names=[(given, family)],
            certain_of=own,
            close_to=[*{one.contact_telephone for one in visits}],
        ),
        rows=[
            Rows(Visit.objects.filter(pk__in=keys), OF_CONTACT),
            Rows(came, OF_MEMBER),
            Rows(
                Message.objects.filter(visit__in=keys, from_guests=True),
                ("author_name",),
                told=("text", "sent_at"),
            ),
            Rows(at_address(Recipient, emails, name), whole=True),
            Rows(at_address(RequestDraft, own), whole=True),
            Rows(at_address(Correction, emails, name), ("name", "email")),
            *by_address(emails, name),
        ],
        around=around(visits)
        | {"members": [*came.values_list("pk", flat=True)], "mails": mails_to(emails, name)},
        who={Member: [*came.values_list("pk", flat=True)]},
        refusals=running_for(visits, user),
        stays=stays,
        is_demo=visit.is_demo,
    )


def at_address(model, emails, name=None):
    """The rows with one of these addresses, and with that name where one is given."""
    mine = Q(pk__in=[])
    for email in emails:
        mine |= Q(email__iexact=email)
    return model.objects.filter(mine, **({} if name is None else {"name__iexact": name}))


def running_for(visits, user):
    """The same to one reader: what they may not read of is not named."""
    seen = Visit.objects.visible_to(user).filter(pk__in=[one.pk for one in visits])
    keys = {*seen.values_list("pk", flat=True)}
    told = running([one for one in visits if one.pk in keys])
    if any(runs(one) for one in visits if one.pk not in keys):
        told.append(_("Something else of theirs, which you may not read, is not over yet."))
    return told


# ---------------------------------------------------------------- a person of the directory


def of_person(person):
    """What visits and missions hold of a person of the directory."""
    came = Visit.objects.filter(members__person=person)
    asked = Visit.objects.filter(contact=person)
    parts = Part.objects.filter(person=person)
    acted = Visit.objects.filter(items__parts__in=parts)
    theirs = [Q(pk__in=rows.values("pk")) for rows in (came, asked, acted)]
    visits = [*Visit.objects.filter(Q.create(theirs, connector=Q.OR))]
    members = [*Member.objects.filter(person=person).values_list("pk", flat=True)]
    stays = []
    if Traveller.objects.filter(person=person).exists():
        stays.append(_("That they travelled for the city stays, as an archive."))
    return {
        "rows": [
            Rows(Member.objects.filter(person=person), OF_MEMBER),
            Rows(Visit.objects.filter(contact=person), OF_CONTACT),
            Rows(
                parts,
                (
                    "name",
                    "office",
                    "ask_name",
                    "ask_email",
                    "ask_telephone",
                    "deputy_name",
                    "deputy_office",
                    "words",
                ),
            ),
        ],
        "refusals": running(visits),
        "stays": stays,
        "around": around(visits) | {"members": members},
        "who": {Member: members},
    }


# ---------------------------------------------------------------- around a visit


def near(model, identity):
    """What hangs on the visits around the person, unless others there are called so."""
    visits = identity.around.get("visits", [])
    if not visits or shared_in(visits, identity):
        return None
    first = getattr(model, "instance_type", model)
    if first is Visit:
        return Q(id__in=visits)
    if path := path_to_visit(first):
        return Q(**{f"{path}__in": visits})
    if first is Appointment:
        items = Appointment.objects.filter(programme_item__visit__in=visits)
        held = Appointment.objects.filter(party__visit__in=visits)
        return Q(id__in=items.values("pk")) | Q(id__in=held.values("pk"))
    if first is Party:
        return Q(id__in=Party.objects.filter(visit__in=visits).values("pk"))
    if first is Document:
        return Q(id__in=documents_around(identity).values("pk"))
    if first is DocumentFile:
        return Q(document__in=documents_around(identity).values("pk"))
    return about(model, visits)


def about(model, visits):
    """What is about these visits, or about a message, version or item of theirs."""
    for column in model._meta.private_fields:
        if isinstance(column, GenericForeignKey):
            found = Q()
            for of in (Visit, Message, PublicVisit, Part, Member):
                kind = ContentType.objects.get_for_model(of)
                keys = of.objects.filter(**{f"{path_to_visit(of)}__in": visits}).values("pk")
                found |= Q(**{column.ct_field: kind, f"{column.fk_field}__in": keys})
            return found
    first = getattr(model, "instance_type", model)
    if first is Mail:
        return Q(content_type=ContentType.objects.get_for_model(Visit), object_id__in=visits)
    return None


def others_than(identity):
    return Member.objects.exclude(pk__in=identity.around.get("members", []))


def shared_in(visits, identity):
    """Whether another guest of these visits has the same family name."""
    return called_alike(others_than(identity).filter(visit__in=visits), identity) != NOBODY


def shared(identity):
    """How far another guest of any visit is called the same; a focal point may be a guest too."""
    return called_alike(others_than(identity), identity)


# ---------------------------------------------------------------- copies


def told(identity):
    """Which version was told to whom: each to an address of its own that nobody has."""
    keys = []
    for email in identity.words.certain:
        if "@" in email:
            for one in Told.objects.filter(email__iexact=email):
                Told.objects.filter(pk=one.pk).update(email=f"erased-{one.pk}@{NOWHERE}")
                keys.append(one.pk)
    return [("delegations.Told", keys)]


def pictures(identity):
    """Nobody is shown any more who is erased; what was published is checked again."""
    members = Member.objects.filter(pk__in=identity.around.get("members", []))
    for visit in Visit.objects.filter(members__in=members).distinct():
        agreed = consent.given(visit.members.all())
        visit.members.filter(pk__in=members.values("pk")).update(photo_consent=Member.Consent.NO)
        consent.follow(visit, agreed)
    return []
