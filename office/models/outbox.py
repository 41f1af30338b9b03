"""The outbox: every mail that the office sends, and the words that staff wrote for it."""

from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from office.models.about import about_what
from office.models.audience import VisibleQuerySet, VisibleRecord
from office.models.links import Link
from office.models.records import Record
from office.models.translated import TranslatedRecord
from office.personal import NO_PERSONAL_DATA, Held, Kind, PersonalData


class MailTemplate(TranslatedRecord, Record):
    """
    What staff wrote for one kind of mail instead of the program's own words.

    A language in which nothing is written keeps the program's words of that language; a kind
    without a row keeps them all. Which fields can be used is said by the kind (office.outbox).
    """

    personal_data = NO_PERSONAL_DATA
    # An empty language is not missing: it is the program's own words.
    awaits_translators = False

    kind = models.CharField(
        _("kind of mail"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("This kind of mail has words of the office already.")},
    )
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("mail template")
        verbose_name_plural = _("mail templates")
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="office_mailtemplate_has_a_kind"),
        ]

    def __str__(self):
        return str(self.label)

    def clean(self):
        """Tell at the field of each language what could not be filled in."""
        from office.languages import offered_languages
        from office.mail_words import faults
        from office.outbox import kinds

        super().clean()
        if self.kind not in kinds.names():
            raise ValidationError({"kind": _("There is no mail of this kind.")})
        told = {}
        for code, _name in offered_languages():
            for field in ("subject", "text"):
                written = getattr(self, f"{field}_{code}") or ""
                if found := faults(self.kind, written, in_subject=field == "subject"):
                    told[f"{field}_{code}"] = found
        if told:
            raise ValidationError(told)

    @property
    def label(self):
        """What the kind of mail is called; its key where the program no longer has it."""
        from office.outbox import label_of

        return label_of(self.kind)


class State(models.TextChoices):
    HELD = "held", pgettext_lazy("of a mail", "held back")
    QUEUED = "queued", pgettext_lazy("of a mail", "waiting to go out")
    SENDING = "sending", pgettext_lazy("of a mail", "being sent")
    SENT = "sent", pgettext_lazy("of a mail", "sent")
    FAILED = "failed", pgettext_lazy("of a mail", "not delivered")
    DOUBTFUL = "doubtful", pgettext_lazy("of a mail", "perhaps sent")
    DROPPED = "dropped", pgettext_lazy("of a mail", "dropped")


# While its words may be changed.
OPEN = (State.HELD, State.QUEUED)
# What a person has to decide upon.
ASKED = (State.HELD, State.FAILED, State.DOUBTFUL)


def new_message_id():
    """An address of its own for each mail; it stays when the mail is sent again."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<{uuid4().hex}@{domain}>"


class MailQuerySet(VisibleQuerySet):
    """
    A mail is seen by who sees what it is about today, with all that this hangs on: it names them.
    """

    def visible_to(self, user):
        """No stranger reads a mail, also not one about what everybody may read."""
        return self._let_through("visible_to", user)

    def known_to(self, user):
        return self._let_through("known_to", user)

    def _let_through(self, gate, user, kinds=None):
        if not user.is_authenticated:
            return self.none()
        own = getattr(super(), gate)(user)
        return own.filter(Q(content_type=None) | about_what(self, gate, user, kinds))

    def public(self):
        return self.none()

    def about(self, record):
        """The mails about a record, the newest first."""
        kind = ContentType.objects.get_for_model(record)
        return self.filter(content_type=kind, object_id=record.pk).order_by("-pk")

    def log_of(self, record, user):
        """What the user may read of the mails about a record, in a single query."""
        kind = ContentType.objects.get_for_model(record)
        return self.about(record)._let_through("visible_to", user, [kind.pk])

    def open(self):
        return self.filter(state__in=OPEN)

    def due(self, now):
        """What the worker may send now, in the order in which it was written."""
        waited = Q(not_before=None) | Q(not_before__lte=now)
        return self.filter(waited, state=State.QUEUED).order_by("pk")


class Mail(VisibleRecord):
    """
    One mail to one reader, written with what it tells of in one transaction (office.outbox).

    The worker (office.sending) alone sends it. Of one that was being sent when something
    broke nobody knows whether it arrived: it is doubtful, and a person decides. Secrets
    such as the private link are no part of the stored text.
    """

    class TooLate(Exception):
        """The mail is no longer in a state in which this can be done with it."""

        def __init__(self, state):
            self.state = state
            super().__init__(state)

    personal_data = PersonalData(
        held=(
            Held(
                ("reader_name", "reader_email", "subject", "text", "last_error"),
                _("readers of mails and private links"),
                Kind.WORDS,
                after="sent",
                whole=True,
            ),
            Held(("made_by",), _("staff"), Kind.WORK),
        ),
    )

    kind = models.CharField(_("kind of mail"), max_length=60, editable=False)
    reader_name = models.CharField(_("name"), max_length=200, blank=True, editable=False)
    reader_email = models.EmailField(_("e-mail"), editable=False)
    language = models.CharField(
        _("language"), max_length=7, choices=settings.LANGUAGES, editable=False
    )
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    content_type = models.ForeignKey(
        ContentType,
        on_delete=models.CASCADE,
        blank=True,
        null=True,
        editable=False,
        related_name="+",
    )
    object_id = models.PositiveBigIntegerField(blank=True, null=True, editable=False)
    about = GenericForeignKey("content_type", "object_id")
    link = models.ForeignKey(
        Link,
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("private link"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.QUEUED, editable=False
    )
    message_id = models.CharField(
        max_length=200, unique=True, default=new_message_id, editable=False
    )
    once = models.CharField(max_length=200, blank=True, editable=False)
    not_before = models.DateTimeField(_("not before"), blank=True, null=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    last_error = models.TextField(_("what the mail server said"), blank=True, editable=False)
    edited = models.BooleanField(_("changed by hand"), default=False, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        blank=True,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    queued_at = models.DateTimeField(_("written at"), default=timezone.now, editable=False)
    tried_at = models.DateTimeField(_("last tried at"), blank=True, null=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), blank=True, null=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = pgettext_lazy("one", "mail")
        verbose_name_plural = pgettext_lazy("mails", "outbox")
        indexes = [
            models.Index(fields=["id"], condition=Q(state="queued"), name="office_mail_queued"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=["held", "sending", "failed", "doubtful"]),
                name="office_mail_not_settled",
            ),
            models.Index(fields=["content_type", "object_id"], name="office_mail_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "held",
                        "queued",
                        "sending",
                        "sent",
                        "failed",
                        "doubtful",
                        "dropped",
                    ]
                ),
                name="office_mail_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="office_mail_language_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="") & ~Q(reader_email="") & ~Q(message_id=""),
                name="office_mail_is_of_a_kind_and_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                name="office_mail_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(content_type=None, object_id=None)
                | Q(content_type__isnull=False, object_id__isnull=False),
                name="office_mail_is_about_one_thing_or_none",
            ),
            models.UniqueConstraint(
                fields=["once"], condition=~Q(once=""), name="office_mail_is_written_once"
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def label(self):
        """What staff call this kind of mail; its key where the program no longer has it."""
        from office.outbox import label_of

        return label_of(self.kind)

    @property
    def reader(self):
        return (
            f"{self.reader_name} <{self.reader_email}>" if self.reader_name else self.reader_email
        )

    @property
    def shown_text(self):
        """The text as colleagues read it: with words where a secret will stand."""
        from office.mail_words import without_secrets

        return without_secrets(self.text)

    @property
    def is_open(self):
        """Whether its words may still be changed."""
        return self.state in OPEN

    # ------------------------------------------------------------ what a person does with it
    # Each raises Mail.TooLate where the worker, or a colleague, was faster.

    def hold(self, *, by=None):
        self._go(State.HELD, among=[State.QUEUED], by=by)

    def release(self, *, by=None):
        """Let it go out with the worker's next run, also where it was to wait."""
        self._go(State.QUEUED, among=OPEN, by=by, not_before=None)

    def drop(self, *, by=None):
        self._go(State.DROPPED, among=[*OPEN, State.FAILED], by=by)

    def retry(self, *, by=None):
        self._go(State.QUEUED, among=[State.FAILED], by=by, tries=0, not_before=None)

    def it_went(self, *, by=None):
        """Somebody knows that a doubtful one arrived."""
        self._go(State.SENT, among=[State.DOUBTFUL], by=by, sent_at=self.tried_at or timezone.now())

    def send_again(self, *, by=None):
        """Somebody decided that a doubtful one may arrive twice rather than not at all."""
        self._go(State.QUEUED, among=[State.DOUBTFUL], by=by, tries=0, not_before=None)

    @transaction.atomic
    def _go(self, state, *, among, by, **values):
        row = Mail.objects.select_for_update(no_key=True).get(pk=self.pk)
        if row.state not in among:
            raise Mail.TooLate(row.state)
        values |= {"state": state}
        for name, value in values.items():
            setattr(row, name, value)
        if by is not None:
            row._history_user = by
        row.save(update_fields=[*values])
        for name in (*values, "version"):
            setattr(self, name, getattr(row, name))
