"""Under what name the office publishes its projects for donors."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from office.models import Record, RecordQuerySet
from office.personal import NO_PERSONAL_DATA

IDENTIFIER = RegexValidator(
    r"^[A-Z]{2,3}-[A-Z]+-[A-Za-z0-9.-]+\Z",
    _("Write it as IATI gives it: the register, and the number there, as in XX-ABC-12345."),
)


class IatiSettingsQuerySet(RecordQuerySet):
    def current(self):
        """The office's own settings; empty ones while it has none: nothing is handed out then."""
        return self.first() or IatiSettings()


class IatiSettings(Record):
    """Who reports to IATI. One row; without an identifier there is no file."""

    personal_data = NO_PERSONAL_DATA

    class Kind(models.TextChoices):
        GOVERNMENT = "10", _("government")
        LOCAL = "11", _("local government")
        OTHER_PUBLIC = "15", _("other public sector")

    only = models.BooleanField(default=True, editable=False, unique=True)
    identifier = models.CharField(
        _("identifier of the organisation"),
        max_length=80,
        blank=True,
        validators=[IDENTIFIER],
        help_text=_("As registered with IATI; empty: projects are not handed out as IATI."),
    )
    kind = models.CharField(
        _("kind of organisation"), max_length=2, choices=Kind, default=Kind.LOCAL
    )

    objects = IatiSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("settings of IATI")
        verbose_name_plural = _("settings of IATI")
        constraints = [
            models.CheckConstraint(
                condition=Q(only=True), name="cooperation_iatisettings_is_the_only_one"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["10", "11", "15"]),
                name="cooperation_iatisettings_kind_is_known",
            ),
        ]

    def __str__(self):
        return str(self._meta.verbose_name)
