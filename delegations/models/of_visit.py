"""What hangs on a visit: its other possible days, and the log of its states."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.choices import State
from delegations.models.visits import ENDS_AFTER, Visit, VisitQuerySet
from office.models import VisibleQuerySet
from office.models.records import Record
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData


class OfVisitQuerySet(VisibleQuerySet):
    """Of what hangs on a visit: seen by who sees all that the visit names."""

    audience_paths = ("visit__audience",)
    optional_paths = tuple(f"visit__{path}" for path in VisitQuerySet.optional_paths)

    def public(self):
        """None: what hangs on a visit is never public."""
        return self.none()


class OtherDays(Record):
    """Days on which the guests could come as well."""

    personal_data = NO_PERSONAL_DATA

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="other_days"
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = _("other possible days")
        verbose_name_plural = _("other possible days")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="delegations_otherdays_end_after_they_begin",
                violation_error_message=ENDS_AFTER,
            ),
        ]

    def __str__(self):
        return f"{self.first_day} – {self.last_day}"


class StateChange(Record):
    """That a visit went from one state to another: when, by whom, why, and with which letter."""

    personal_data = PersonalData(
        held=(
            Held(("why",), _("guests and their focal point"), Kind.WORDS, Basis.ARCHIVE),
            Held(("by",), _("staff"), Kind.WORK, Basis.ARCHIVE),
        ),
        kept=_("as an archive in the public interest"),
    )

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="changes"
    )
    old = models.CharField(_("from"), max_length=12, choices=State, blank=True)
    new = models.CharField(_("to"), max_length=12, choices=State)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=pgettext_lazy("whoever did it", "by"),
        null=True,
        related_name="+",
        help_text=_("Empty where the guests did it by their link, or time itself."),
    )
    why = models.TextField(_("why"), blank=True)
    letter = models.ForeignKey(
        "office.Mail",
        on_delete=models.SET_NULL,
        verbose_name=_("letter"),
        null=True,
        related_name="+",
    )

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        indexes = [models.Index(fields=["visit", "at", "id"], name="delegations_change_in_order")]

    def __str__(self):
        return f"{self.get_old_display()} → {self.get_new_display()}"
