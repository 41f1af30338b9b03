"""The privacy notice, version by version, and who read which."""

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from office.languages import in_every_language
from office.models.records import Record, RecordQuerySet, localized_check
from office.models.translated import TranslatedRecord
from office.personal import NO_PERSONAL_DATA

# One number for the whole application: who gives the next version its number.
LOCK = 7_265_104


class PrivacyNoticeQuerySet(RecordQuerySet):
    def that_came_into_force(self):
        """Those that are or were in force: everybody may read them. The newest first."""
        return self.filter(in_force_from__lte=timezone.localdate()).order_by("-number")

    def in_force(self):
        """The version that holds today; None before the office has written one."""
        return self.that_came_into_force().first()

    def with_successors(self):
        """Each with `is_followed`: whether a later version has taken its place."""
        later = PrivacyNotice.objects.that_came_into_force().filter(number__gt=OuterRef("number"))
        return self.annotate(is_followed=Exists(later))


class PrivacyNotice(TranslatedRecord, Record):
    """
    One version of the privacy notice.

    Once it is in force its words stay, for people have read them: a changed text is a new
    version. Only a language that is still missing can be added.
    """

    personal_data = NO_PERSONAL_DATA

    number = models.PositiveSmallIntegerField(
        _("version"), unique=True, editable=False, help_text=_("Counted by the program.")
    )
    text = models.TextField(_("text"), help_text=_("An empty line begins a paragraph."))
    in_force_from = models.DateField(
        _("in force from"),
        help_text=_("From this day on it is shown, and its words cannot be changed any more."),
    )

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of the privacy notice")
        verbose_name_plural = _("versions of the privacy notice")
        constraints = [
            localized_check("text", _("Write the text in one language at least.")),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="office_privacynotice_number_counts_from_one"
            ),
        ]

    def __str__(self):
        return gettext("Version %(number)d") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("privacy_version", args=[self.number])

    @property
    def is_fixed(self):
        """Whether it came into force, as the row stands in the database."""
        before = self._as_stored()
        return before is not None and before.in_force_from <= timezone.localdate()

    def _as_stored(self):
        return PrivacyNotice.objects.filter(pk=self.pk).first() if self.pk else None

    def clean(self):
        super().clean()
        errors = self._changes_of_what_is_fixed() or self._day_out_of_order()
        if errors:
            raise ValidationError(errors)

    def _changes_of_what_is_fixed(self):
        """{field: message} of what would change in a version that people may have read."""
        before = self._as_stored()
        if before is None or before.in_force_from > timezone.localdate():
            return {}
        told = _("This version is in force: what changes is a new version.")
        columns = ["in_force_from", *in_every_language("text")]
        return {
            column: told
            for column in columns
            if getattr(before, column) and getattr(before, column) != getattr(self, column)
        }

    def _day_out_of_order(self):
        if self.in_force_from is None or self.is_fixed:
            return {}
        today = timezone.localdate()
        if self.in_force_from < today:
            return {"in_force_from": _("Nobody could read it before today.")}
        others = PrivacyNotice.objects.exclude(pk=self.pk)
        earlier = others.filter(number__lt=self.number) if self.number else others
        later = others.filter(number__gt=self.number) if self.number else others.none()
        first = earlier.order_by("-in_force_from").first()
        last = later.order_by("in_force_from").first()
        if first and self.in_force_from < first.in_force_from:
            said = gettext("%(version)s comes into force on %(day)s: this one comes after it.")
        elif last and self.in_force_from > last.in_force_from:
            first, said = (
                last,
                gettext("%(version)s comes into force on %(day)s: this one comes before it."),
            )
        else:
            return {}
        day = date_format(first.in_force_from, "DATE_FORMAT")
        return {"in_force_from": said % {"version": first, "day": day}}

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Gives a new version the next number. Raises ValidationError where clean() would."""
        if self._state.adding and self.number is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            self.number = (PrivacyNotice.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        if errors := self._changes_of_what_is_fixed():
            raise ValidationError(errors)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Raises ValidationError for one that came into force: somebody may have read it."""
        if self.is_fixed:
            raise ValidationError(_("A version that came into force is kept."))
        return super().delete(*args, **kwargs)


class ReadsNotice(models.Model):
    """A record of a person who read the privacy notice: which version, and when."""

    notice = models.ForeignKey(
        PrivacyNotice,
        on_delete=models.PROTECT,
        verbose_name=_("privacy notice"),
        blank=True,
        null=True,
        editable=False,
        related_name="+",
    )
    notice_read_at = models.DateTimeField(
        _("privacy notice read at"), blank=True, null=True, editable=False
    )

    class Meta:
        abstract = True

    def read_notice(self):
        """
        Note that the person read what is shown today; the caller saves it.

        Before the office has written a version only the time is kept: the words shown then
        are those that come with the program.
        """
        self.notice, self.notice_read_at = PrivacyNotice.objects.in_force(), timezone.now()
