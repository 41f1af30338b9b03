"""Whoever is known by one row alone, as whose data are asked for or erased: whom to tell, whom to
ask, who agrees for a child."""

from django.db.models import Q, Value
from django.utils.translation import gettext_lazy

from delegations.models import Member, Part, Recipient, ToInform, Visit
from delegations.people import around, running_for
from directory.people import by_address
from office.erasure.people import Identity, PersonKind, Rows
from office.erasure.words import Words
from office.text import Fold


class OfOneRow(PersonKind):
    """
    Rows that name somebody in the column `name`, reached at `email`, of a visit by the path `of`.

    The `emptied` columns go, or with none of them the row itself.
    """

    name, email, of = "name", "email", "visit"
    emptied = ()

    def rows(self, user):
        found = self.model.objects.exclude(**{self.name: ""})
        return found.visible_to(user) if hasattr(found, "visible_to") else found

    def find(self, text, user):
        wanted = Q(folded__contains=Fold(Value(text.strip())))
        if self.email:
            wanted |= Q(**{f"{self.email}__iexact": text.strip()})
        rows = self.rows(user).alias(folded=Fold(self.name)).filter(wanted)
        return [(str(one.pk), self.told(one)) for one in rows.order_by("-pk")[:50]]

    def told(self, row):
        visit = self.visit_of(row)
        name = getattr(row, self.name)
        return f"{name} · {visit}" if visit else name

    def visit_of(self, row):
        for step in filter(None, self.of.split("__")):
            row = getattr(row, step)
        return row if isinstance(row, Visit) else None

    def get(self, key, user):
        row = self.rows(user).filter(pk=key).first()
        return self.identity(row, user) if row else None

    def identity(self, row, user):
        name, visit = getattr(row, self.name), self.visit_of(row)
        email = getattr(row, self.email) if self.email else ""
        given, _space, family = name.rpartition(" ")
        visits = [visit] if visit else []
        mine = Rows(type(row).objects.filter(pk=row.pk), self.emptied, whole=not self.emptied)
        return Identity(
            record=row,
            kind=self.kind,
            title=name,
            # An address of an office is many people's: by itself it says of nobody.
            words=Words(names=[(given, family)], close_to=[email] if email else []),
            rows=[mine, *(by_address([email], name) if email else [])],
            around=around(visits),
            refusals=running_for(visits, user),
            is_demo=row.is_demo,
        )


class ToBeTold(OfOneRow):
    kind, model, label = "recipient", Recipient, gettext_lazy("recipient of the programme")


class ToKnow(OfOneRow):
    kind, model, label = "to_inform", ToInform, gettext_lazy("who should know")
    of = ""


class ToBeAsked(OfOneRow):
    kind, model, label = "asked", Part, gettext_lazy("who answers for a host")
    name, email, of = "ask_name", "ask_email", "item__visit"
    emptied = ("ask_name", "ask_email", "ask_telephone")


class Guardian(OfOneRow):
    kind, model, label = "guardian", Member, gettext_lazy("who has custody")
    name, email = "guardian_name", ""
    emptied = ("guardian_name",)


recipient, to_inform, asked, guardian = ToBeTold(), ToKnow(), ToBeAsked(), Guardian()
