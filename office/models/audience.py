"""Who may see a thing: one question with one answer."""

from contextlib import suppress

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models.records import Record, RecordQuerySet
from office.personal import Held, Kind, PersonalData


class AudienceQuerySet(models.QuerySet):
    def readable_by(self, user):
        """The audiences whose things the user may read. Being superuser gives no right."""
        if not user.is_authenticated:
            return self.filter(level=Audience.Level.PUBLIC)
        if getattr(user, "counts_what_is_known", False):
            return self.known_to(user)
        readable = Q(level=Audience.Level.PUBLIC) | self._names(user)
        if user.reads_internal:
            readable |= Q(level=Audience.Level.INTERNAL)
        return self.filter(readable)

    def known_to(self, user):
        """The audiences of whose things the user may know that they exist."""
        if not user.is_authenticated:
            return self.readable_by(user)
        known = Q(level=Audience.Level.PUBLIC) | self._names(user)
        if user.reads_internal:
            known |= Q(level__in=[Audience.Level.INTERNAL, Audience.Level.CONFIDENTIAL])
        if user.knows_quiet:
            known |= Q(level=Audience.Level.QUIET)
        return self.filter(known)

    def _names(self, user):
        named = Audience.readers.through.objects.filter(user=user.pk)
        return Q(pk__in=named.values("audience"))


class Audience(Record):
    """
    Who may see the things that point at this row.

    What belongs together (a visit, its appointments, tours, mails, papers) points at
    one row, so that making all of it quiet is one update.
    """

    personal_data = PersonalData(
        held=(Held(("readers",), _("staff"), Kind.WORK),),
        kept=_("as long as the thing it guards"),
    )

    class Level(models.TextChoices):
        PUBLIC = "public", _("public")
        INTERNAL = "internal", _("internal")
        CONFIDENTIAL = "confidential", _("confidential")
        QUIET = "quiet", _("quiet")

    # For named readers alone.
    HIDDEN = (Level.CONFIDENTIAL, Level.QUIET)

    level = models.CharField(
        _("who may see it"), max_length=12, choices=Level, default=Level.INTERNAL
    )
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("named readers"), blank=True, related_name="+"
    )

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["public", "internal", "confidential", "quiet"]),
                name="office_audience_level_is_known",
            ),
        ]

    def __str__(self):
        return self.get_level_display()

    @property
    def is_public(self):
        return self.level == self.Level.PUBLIC

    @property
    def is_hidden(self):
        return self.level in self.HIDDEN

    def delete_unless_used(self):
        """Other things may point at the same audience: then it stays for them."""
        with suppress(models.ProtectedError):
            self.delete()


class VisibleQuerySet(RecordQuerySet):
    """
    Rows that not everybody may see.

    `audience_paths` names every audience that must let the reader in. What points at a
    thing would name it: a model that hangs on others gives theirs as well, and in
    `optional_paths` those of what it need not hang on.
    """

    audience_paths = ("audience",)
    optional_paths = ()

    def visible_to(self, user):
        """What the user may read: the one gate of pages, lists, searches, feeds and exports."""
        return self._let_in(Audience.objects.readable_by(user))

    def known_to(self, user):
        """What the user may know to exist; reading it is another question."""
        return self._let_in(Audience.objects.known_to(user))

    def public(self):
        """What everybody may read, whoever asks: the public pages show this and no more."""
        return self._let_in(Audience.objects.filter(level=Audience.Level.PUBLIC))

    def _let_in(self, audiences):
        allowed = audiences.values("pk")
        let_in = Q(**{f"{path}__in": allowed for path in self.audience_paths})
        for path in self.optional_paths:
            let_in &= Q(**{f"{path}__in": allowed}) | Q(**{f"{path}__isnull": True})
        return self.filter(let_in)


class VisibleRecord(Record):
    """A record that points at an audience; internal until someone publishes it."""

    audience = models.ForeignKey(
        Audience,
        on_delete=models.PROTECT,
        verbose_name=_("who may see it"),
        editable=False,
        related_name="+",
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.audience_id is None:
            self.audience = Audience.objects.create(is_demo=self.is_demo)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        self.audience.delete_unless_used()
        return deleted
