"""Codes that prove that somebody reads the mails of a private link's reader."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from office.models.links import Link, new_nonce
from office.models.records import Record, RecordQuerySet
from office.personal import NO_PERSONAL_DATA

SALT = "office.code"
FIGURES = 6
VALID_FOR = timedelta(minutes=15)
MOST_TRIES = 5


class CodeQuerySet(RecordQuerySet):
    def newest_of(self, link):
        """The code that counts, still good or not: of several the newest; None without one."""
        return self.filter(link=link).order_by("-pk").first()

    def good(self):
        since = timezone.now() - VALID_FOR
        return self.filter(used_at=None, tries__lt=MOST_TRIES, made_at__gt=since)

    def take_a_try(self):
        """Count a try of each that is still good, before it is looked at; returns how many."""
        return self.good().update(tries=F("tries") + 1)


class Code(Record):
    """
    A code of six figures for one link, good once and for a quarter of an hour (office.codes).

    The code itself is kept nowhere: it is made of the nonce by the secret of the installation,
    so that neither a backup nor a colleague who reads the mails has it.
    """

    personal_data = NO_PERSONAL_DATA

    link = models.ForeignKey(Link, on_delete=models.CASCADE, editable=False, related_name="codes")
    nonce = models.PositiveBigIntegerField(default=new_nonce, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    used_at = models.DateTimeField(blank=True, null=True, editable=False)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        indexes = [models.Index(fields=["link", "-made_at"], name="office_code_of_link")]
        constraints = [
            models.CheckConstraint(
                condition=Q(tries__lte=MOST_TRIES), name="office_code_tries_have_an_end"
            ),
        ]

    def __str__(self):
        return str(self.link)

    @property
    def figures(self):
        signed = salted_hmac(SALT, f"{self.pk}:{self.link_id}:{self.nonce}", algorithm="sha256")
        number = int.from_bytes(signed.digest()) % 10**FIGURES
        return f"{number:0{FIGURES}}"
