"""Private links: one page for one reader, without an account."""

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from office.models.records import Record, RecordQuerySet
from office.personal import Held, Kind, PersonalData

SALT = "office.link"
LENGTH = 40


def new_nonce():
    return secrets.randbits(62)


class LinkQuerySet(RecordQuerySet):
    def of_token(self, token):
        """The link of that address, valid or over; None for an address that none has."""
        key, _dash, signature = token.partition("-")
        if not (key.isascii() and key.isdecimal()) or len(key) > 18:
            return None
        link = self.filter(pk=key).first()
        return link if link and constant_time_compare(signature, link.signature) else None

    def about(self, record, purpose):
        kind = ContentType.objects.get_for_model(record)
        return self.filter(content_type=kind, object_id=record.pk, purpose=purpose)

    def with_uses(self):
        """Each with `times` it was used, and of the last time `last_used_at` and `last_use`."""
        last = LinkUse.objects.filter(link=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(
            times=Count("uses"),
            last_used_at=Subquery(last.values("at")[:1]),
            last_use=Subquery(last.values("what")[:1]),
        )


class Link(Record):
    """
    The address of one page for one reader: what for (office.links), about which record.

    Nothing secret is kept: the address carries the key and a signature, made of the nonce by
    the secret of the installation. So it can be shown again, and a new nonce ends the old one.
    """

    personal_data = PersonalData(
        held=(
            Held(
                ("reader_name", "reader_email"),
                _("readers of mails and private links"),
                Kind.CONTACT,
                after="link over",
            ),
            Held(("made_by",), _("staff"), Kind.WORK),
        ),
    )

    purpose = models.CharField(max_length=40, editable=False)
    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, editable=False, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(editable=False)
    target = GenericForeignKey()
    reader_name = models.CharField(_("name"), max_length=150)
    reader_email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=settings.LANGUAGES,
        help_text=_("In which the page is shown."),
    )
    expires_on = models.DateField(
        _("valid until"), help_text=_("The last day on which the address opens the page.")
    )
    revoked_at = models.DateTimeField(blank=True, null=True, editable=False)
    nonce = models.PositiveBigIntegerField(default=new_nonce, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("private link")
        verbose_name_plural = _("private links")
        indexes = [models.Index(fields=["content_type", "object_id", "purpose"])]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="office_link_has_a_purpose"),
        ]

    def __str__(self):
        return self.reader_name

    @property
    def signature(self):
        signed = salted_hmac(SALT, f"{self.pk}:{self.purpose}:{self.nonce}", algorithm="sha256")
        return signed.hexdigest()[:LENGTH]

    def get_absolute_url(self):
        return reverse("private_link", args=[f"{self.pk}-{self.signature}"])

    @property
    def last_day(self):
        """The last day on which it opens its page: where its purpose says none, its own."""
        from office.links import last_day

        return last_day(self)

    @property
    def is_over(self):
        return self.revoked_at is not None or self.last_day < timezone.localdate()

    def revoke(self):
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])

    def renew(self):
        """Give it another address; the old one opens nothing from now on."""
        self.nonce, self.revoked_at = new_nonce(), None
        self.save(update_fields=["nonce", "revoked_at"])


class LinkUse(Record):
    """
    That a private link was used, when and for what; not from where.

    What looks and changes nothing (`RARE`) is written down once an hour.
    """

    personal_data = PersonalData(
        held=(Held(("link", "at"), _("readers of mails and private links"), Kind.CONTACT),),
        kept=_("one year"),
    )

    VIEWED = "viewed"
    SENT = "sent"
    OVER = "over"
    RARE = (VIEWED, OVER)

    link = models.ForeignKey(Link, on_delete=models.CASCADE, editable=False, related_name="uses")
    at = models.DateTimeField(default=timezone.now, editable=False)
    # VIEWED, OVER, SENT, or what the purpose calls the thing that was sent.
    what = models.CharField(max_length=40, editable=False)
    # Of what is written down once an hour, that hour.
    hour = models.DateTimeField(null=True, editable=False)

    # Nobody searches for it, and to write it down is one query beside the reader's page.
    objects = models.Manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("use of a private link")
        verbose_name_plural = _("uses of private links")
        indexes = [
            models.Index(fields=["link", "-at"], name="office_linkuse_of_link"),
            models.Index(fields=["at"], name="office_linkuse_by_age"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="office_linkuse_says_what"),
            models.UniqueConstraint(
                fields=["link", "what", "hour"], name="office_linkuse_once_an_hour"
            ),
        ]

    def __str__(self):
        return f"{self.link} · {self.what}"
