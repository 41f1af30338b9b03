"""What the public reads of the delegations that were received."""

from datetime import date

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from delegations.models.choices import State
from delegations.models.members import Member
from delegations.models.visits import Visit
from directory.models import City, Country, DocumentLink
from office.dates import InOrder, PartialDateField, partial_date_constraint
from office.languages import in_every_language
from office.models import (
    Audience,
    Citation,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import Basis, Held, Kind, PersonalData
from office.text import Fold
from partnerships.models import Theme

ENDS_AFTER = _("A visit cannot end before it begins.")
# Where the filter of the public page looks for words.
TOLD = ("title", "guests", "subject", "host", "room", "text")
# Anybody may ask, and each word is looked for in all of them, in every language.
MOST_WORDS = 8
# The guests are here, or were: only then is it told that they were received.
HAS_COME = (State.IN_PROGRESS, State.COMPLETED, State.FOLLOWED_UP, State.ARCHIVED)


class PublicVisitQuerySet(VisibleQuerySet):
    optional_paths = ("city__audience",)
    # Whose audience `_let_in` asks for in another way than every path does.
    asked_otherwise = ("visit",)

    def visible_to(self, user):
        return super().visible_to(user) if user.is_authenticated else self.public()

    def _let_in(self, audiences):
        """
        Of a visit that was made confidential or quiet, or does not take place after all, only
        who is let in to the visit.

        An internal visit hides nothing: that is what is written here for the public.
        """
        let_in = Q(visit__audience__in=audiences.values("pk"))
        return super()._let_in(audiences).filter(self._told() | let_in)

    def public(self):
        """What everybody reads: of such a visit nothing, whatever was published before."""
        return super().public().filter(self._told())

    def _told(self):
        has_come = Q(visit__state__in=HAS_COME) & ~Q(visit__audience__level__in=Audience.HIDDEN)
        return Q(visit__isnull=True) | has_come

    def in_order(self):
        """The latest first."""
        return self.order_by(*self.model._meta.ordering)

    def with_news(self):
        """Those with a text, which have a page of their own."""
        written = Q()
        for column in in_every_language("text"):
            written |= Q(**{f"{column}__gt": ""})
        return self.filter(written)

    def telling(self, words):
        """Those one of whose texts, in any language, holds each of the (first eight) words."""
        columns = [name for field in TOLD for name in in_every_language(field)]
        folded = {f"folded_{name}": Fold(Coalesce(name, Value(""))) for name in columns}
        found = Q()
        for word in words.split()[:MOST_WORDS]:
            found &= Q.create(
                [(f"{name}__contains", Fold(Value(word))) for name in folded], connector=Q.OR
            )
        return self.alias(**folded).filter(found)

    def in_year(self, year):
        """Those that may have been received in that year."""
        return self.filter(
            received_on__startswith__lt=date(year + 1, 1, 1),
            received_on__endswith__gt=date(year, 1, 1),
        )

    def years(self):
        """The years of which there is one, the latest first."""
        found = self.order_by().values_list("received_on__startswith__year", flat=True)
        return sorted({*found}, reverse=True)


class PublicVisit(TranslatedRecord, VisibleRecord):
    """
    One delegation received, as the public reads of it; a news item where it has a text.

    It is written from a visit, or from a source for the years before. Who is not in public
    office is not named without having agreed, nobody is shown who has not.
    """

    personal_data = PersonalData(
        held=(
            Held(("host",), _("hosts and others with a part"), Kind.NAME, Basis.ARCHIVE),
            Held(("text",), _("guests and their focal point"), Kind.WORDS, Basis.ARCHIVE),
            Held(("shown",), _("guests"), Kind.IMAGE, Basis.CONSENT),
        ),
        kept=_("as an archive in the public interest, pictures until a consent is withdrawn"),
    )

    visit = models.OneToOneField(
        Visit,
        on_delete=models.PROTECT,
        verbose_name=_("visit"),
        blank=True,
        null=True,
        related_name="published",
    )
    slug = models.SlugField(_("word in the address"), max_length=100, unique=True)
    received_on = PartialDateField(
        _("received on"),
        help_text=_("As exact as the source: the year alone, month and year, or the day."),
    )
    until = PartialDateField(
        _("until"), blank=True, null=True, help_text=_("Empty for a visit of one day.")
    )
    title = models.CharField(_("title"), max_length=200)
    guests = models.CharField(
        _("guests"), max_length=250, blank=True, help_text=_("The body; people only in office.")
    )
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    host = models.CharField(_("who received them"), max_length=200, blank=True)
    room = models.CharField(_("room"), max_length=150, blank=True)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city"),
        blank=True,
        null=True,
        related_name="public_visits",
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        verbose_name=_("country"),
        blank=True,
        null=True,
        related_name="public_visits",
    )
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        verbose_name=_("topic"),
        blank=True,
        null=True,
        related_name="public_visits",
    )
    text = models.TextField(
        _("news"), blank=True, help_text=_("Makes it a news item with a page of its own.")
    )
    shown = models.ManyToManyField(
        Member,
        verbose_name=_("members shown in the photographs"),
        blank=True,
        related_name="+",
        help_text=_("Who is to be recognised: only who agreed to photographs."),
    )
    consent_checked = models.BooleanField(
        _("consent checked"),
        default=False,
        help_text=_("Nobody is named or to be recognised who has not agreed."),
    )
    citations = GenericRelation(Citation)
    documents = GenericRelation(DocumentLink)

    objects = PublicVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("delegation received")
        verbose_name_plural = _("delegations received")
        indexes = [
            models.Index(
                F("received_on").desc(), F("id").desc(), name="delegations_received_in_order"
            ),
        ]
        constraints = [
            InOrder(
                "received_on",
                "until",
                name="delegations_publicvisit_ends_after_it_begins",
                message=ENDS_AFTER,
            ),
            partial_date_constraint("received_on"),
            partial_date_constraint("until"),
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        if self.text:
            return reverse("delegations:news", args=[self.slug])
        return f"{reverse('delegations:received')}?year={self.received_on.year}#{self.slug}"

    @property
    def from_country(self):
        """Where the guests come from; None where nobody said it."""
        return self.country or (self.city.country if self.city else None)

    def clean(self):
        # What is there may be corrected: public() asks the state as well.
        if self._state.adding and self.visit_id and self.visit.state not in HAS_COME:
            raise ValidationError(_("This visit has not taken place."))

    @property
    def is_held_back(self):
        """Whether its visit lets nobody read of it but who is let in to the visit."""
        visit = self.visit
        return visit is not None and (visit.state not in HAS_COME or visit.audience.is_hidden)

    @property
    def days(self):
        """“12–14 May 2025”, as exact as it is known."""
        return self.received_on.display_until(self.until)
