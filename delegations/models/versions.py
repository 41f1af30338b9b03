"""What was published of a programme: its versions, who is told of them, and what each was told."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from agenda.models import Place, Resource
from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.visits import Visit
from office.models import Mail, Record
from office.personal import Held, Kind, PersonalData

NARROWED_ONCE = _("Either what books something, or what is at a place.")


class Print(models.TextChoices):
    """For whom a programme is printed; what each carries: delegations.prints.fields."""

    GUEST = "guest", pgettext_lazy("a print of a programme", "guests")
    HOST = "host", pgettext_lazy("a print of a programme", "hosts and secretariats")
    PUBLIC = "public", pgettext_lazy("a print of a programme", "public")
    PRESS = "press", pgettext_lazy("a print of a programme", "press")
    DRIVER = "driver", pgettext_lazy("a print of a programme", "drivers")
    ROOM = "room", pgettext_lazy("a print of a programme", "staff of the rooms")
    KITCHEN = "kitchen", pgettext_lazy("a print of a programme", "kitchen")
    OFFICE = "office", pgettext_lazy("a print of a programme", "office")

    @classmethod
    def outside(cls):
        """(value, label) of those that leave the office: its own says who eats and needs what."""
        return [choice for choice in cls.choices if choice[0] != cls.OFFICE]


class RecipientQuerySet(OfVisitQuerySet):
    optional_paths = (
        *OfVisitQuerySet.optional_paths,
        "resource__audience",
        "resource__place__audience",
        "resource__person__audience",
        "place__audience",
        "place__building__audience",
    )


class Recipient(Record):
    """
    Whoever is told of the programme by mail besides the focal point, and reads one print of it.

    Of the hosts' print they get the items in which somebody has a part for whom they answer
    (Part.ask_email); of any other, all of it, or only what books `resource` or is at `place`.
    Their private link opens that, in their language.
    """

    personal_data = PersonalData(
        held=(
            Held(
                ("name", "email", "telephone"),
                _("hosts and others with a part"),
                Kind.CONTACT,
                after="departure",
                whole=True,
            ),
        ),
    )

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="recipients"
    )
    print = models.CharField(_("print"), max_length=7, choices=Print.outside(), default=Print.HOST)
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language of letters"),
        max_length=7,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    resource = models.ForeignKey(
        Resource,
        on_delete=models.PROTECT,
        verbose_name=_("only what books"),
        blank=True,
        null=True,
        related_name="+",
        help_text=_("For example the driver’s minibus."),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        verbose_name=_("only what is at"),
        blank=True,
        null=True,
        related_name="+",
        help_text=_("A room, or a building with all its rooms."),
    )
    is_told = models.BooleanField(
        _("is told of changes"),
        default=True,
        help_text=_("A draft is written when it is published."),
    )

    objects = RecipientQuerySet.as_manager()

    class Meta:
        ordering = ["print", "name", "pk"]
        verbose_name = _("recipient of the programme")
        verbose_name_plural = _("recipients of the programme")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    print__in=["guest", "host", "public", "press", "driver", "room", "kitchen"]
                ),
                name="delegations_recipient_print_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(email="") & ~Q(name=""), name="delegations_recipient_can_be_told"
            ),
            models.CheckConstraint(
                condition=Q(resource__isnull=True) | Q(place__isnull=True),
                name="delegations_recipient_is_narrowed_once",
                violation_error_message=NARROWED_ONCE,
            ),
            models.UniqueConstraint(
                "visit",
                "print",
                Lower("email"),
                name="delegations_recipient_is_unique",
                violation_error_message=_("This address gets this print already."),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.get_print_display()})"

    def clean(self):
        if self.resource_id and self.place_id:
            raise ValidationError({"place": NARROWED_ONCE})


class ProgrammeVersion(Record):
    """
    The programme as it was published: never changed, the next one stands beside it.

    `content` is what delegations.prints.snapshot makes of the programme: texts in every
    language, so that each reader gets every version in theirs, and with every item the
    audiences of all that it names.
    """

    personal_data = PersonalData(
        held=(
            Held(
                ("content",),
                _("hosts and others with a part"),
                Kind.CONTACT,
                after="departure",
                change="delegations.erasing.without_addresses",
            ),
            Held(("published_by",), _("staff"), Kind.WORK),
        ),
        kept=_("names and offices as an archive in the public interest"),
    )

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="versions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("published by"),
        null=True,
        related_name="+",
    )
    why = models.CharField(_("what changed, in a few words"), max_length=300, blank=True)
    content = models.JSONField()

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["visit", "-number"]
        verbose_name = _("version of a programme")
        verbose_name_plural = _("versions of programmes")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "number"], name="delegations_programmeversion_is_unique"
            ),
        ]

    def __str__(self):
        return gettext("Version %(number)s") % {"number": self.number}


class ToldQuerySet(OfVisitQuerySet):
    audience_paths = tuple(f"version__{path}" for path in OfVisitQuerySet.audience_paths)
    optional_paths = tuple(f"version__{path}" for path in OfVisitQuerySet.optional_paths)


class Told(Record):
    """
    That a version was told to somebody by a mail, once that is sent.

    `email` and `print` say to whom: the focal point is no Recipient. What the next mail tells
    is compared with the last version that reached them.
    """

    personal_data = PersonalData(
        held=(Held(("email",), _("readers of mails and private links"), Kind.CONTACT),),
        kept=_("as long as the mail"),
    )

    version = models.ForeignKey(
        ProgrammeVersion,
        on_delete=models.CASCADE,
        verbose_name=_("version of a programme"),
        related_name="told",
    )
    print = models.CharField(_("print"), max_length=7, choices=Print)
    email = models.EmailField(_("e-mail"))
    mail = models.OneToOneField(
        Mail, on_delete=models.CASCADE, verbose_name=_("letter"), related_name="told_version"
    )

    objects = ToldQuerySet.as_manager()

    class Meta:
        ordering = ["version", "print", "email"]
        verbose_name = _("telling of a version")
        verbose_name_plural = _("tellings of versions")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    print__in=[
                        "guest",
                        "host",
                        "public",
                        "press",
                        "driver",
                        "room",
                        "kitchen",
                        "office",
                    ]
                ),
                name="delegations_told_print_is_known",
            ),
            models.UniqueConstraint(
                "version",
                "print",
                Lower("email"),
                name="delegations_told_is_unique",
            ),
        ]

    def __str__(self):
        return f"{self.version}: {self.email}"
