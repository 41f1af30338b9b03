"""A request for a visit that is not finished yet."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.models import Link, Mail, Record, RecordQuerySet
from office.personal import Held, Kind, PersonalData
from office.pictures import protected_storage

# What the form sends back in place of a letter that lies with its draft.
PUT_ASIDE = "put-aside"
KEPT_FOR = timedelta(days=30)
FOLDER = "unfinished-requests"


def place_of(_draft, _name):
    """Where its letter is kept: under no name that says anything."""
    return f"{FOLDER}/{uuid4().hex}"


class RequestDraftQuerySet(RecordQuerySet):
    def old(self):
        return self.filter(changed_at__lt=timezone.now() - KEPT_FOR)


class RequestDraft(Record):
    """
    What somebody typed into the public form and wants to finish later.

    Nobody of the office reads it: it is no request yet. Its private link brings it back.
    """

    personal_data = PersonalData(
        held=(
            Held(("email", "letter", "letter_name"), _("focal points"), Kind.CONTACT),
            Held(("typed",), _("focal points"), Kind.WORDS),
        ),
        kept=_("until 30 days after the last change, or until it is sent"),
    )

    # Of the form that it came from: who saves that one again changes this row.
    form_id = models.UUIDField(unique=True, editable=False)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES)
    # Field -> what was typed, as the form sends it: {"purpose": ["…"]}.
    typed = models.JSONField(default=dict)
    letter = models.FileField(
        _("letter"), storage=protected_storage, upload_to=place_of, blank=True, max_length=255
    )
    letter_name = models.CharField(max_length=200, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = RequestDraftQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("unfinished request")
        verbose_name_plural = _("unfinished requests")
        indexes = [models.Index(fields=["changed_at"], name="delegations_draft_by_change")]

    def __str__(self):
        return self.email

    @property
    def kept_until(self):
        return timezone.localdate(self.changed_at) + KEPT_FOR

    @property
    def kept_letter(self):
        """Its letter as the form shows it, by name alone; None where there is none."""
        if not self.letter:
            return None
        file = File(None, name=self.letter_name)
        file.reference = PUT_ASIDE
        return file

    def read_letter(self):
        """Its letter with its content; None where the file is gone."""
        try:
            with self.letter.open() as stored:
                file = ContentFile(stored.read(), name=self.letter_name)
        except FileNotFoundError:
            return None
        file.place = self.letter.name
        return file

    def keep_letter(self, file):
        """Keep the file, None for none, in place of the one before; the caller saves the row."""
        self._forget_letter()
        if file is None:
            self.letter, self.letter_name = "", ""
            return
        file.seek(0)
        self.letter_name = file.name[-200:]
        self.letter.save(file.name, File(file), save=False)

    def delete(self, *args, **kwargs):
        """Delete it with what was mailed to whoever typed it, and all that names them."""
        self._forget_letter()
        self._forget_mails()
        self._forget_readers()
        return super().delete(*args, **kwargs)

    def _forget_letter(self):
        """Delete the file as soon as the database no longer names it."""
        if self.letter:
            storage, path = self.letter.storage, self.letter.name
            transaction.on_commit(lambda: storage.delete(path))

    def _forget_mails(self):
        for mail in Mail.objects.about(self):
            key = mail.pk
            mail.delete()
            Mail.history.filter(id=key).delete()

    def _forget_readers(self):
        # The row of the link stays: whoever presses twice is still led to the request.
        links = Link.objects.filter(
            content_type=ContentType.objects.get_for_model(self), object_id=self.pk
        )
        Link.history.filter(id__in=list(links.values_list("pk", flat=True))).delete()
        links.update(reader_name="", reader_email="")
