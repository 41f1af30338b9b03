"""A request for a visit that is not finished yet."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.models import Record, RecordQuerySet
from office.personal import PersonalData

KEPT_FOR = timedelta(days=30)


class RequestDraftQuerySet(RecordQuerySet):
    def old(self):
        return self.filter(changed_at__lt=timezone.now() - KEPT_FOR)


class RequestDraft(Record):
    """
    What somebody typed into the public form and wants to finish later.

    Nobody of the office reads it: it is no request yet. Its private link brings it back.
    """

    personal_data = PersonalData(
        fields=("email", "typed"), kept="until 30 days after the last change, or until it is sent"
    )

    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=7, choices=settings.LANGUAGES)
    # Field -> what was typed, as the form sends it: {"purpose": ["…"]}.
    typed = models.JSONField(default=dict)
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
