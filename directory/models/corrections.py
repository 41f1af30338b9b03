"""What partners say of the page that we made about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models.cities import City
from office.models import Link, VisibleQuerySet
from office.models.records import Record
from office.personal import Held, Kind, PersonalData
from office.text import labelled


class CorrectionQuerySet(VisibleQuerySet):
    # It has no audience of its own; one of a hidden city would name the city.
    audience_paths = ("city__audience",)

    def new(self):
        return self.filter(state=Correction.State.NEW)


class Correction(Record):
    """
    What a partner proposes to change in one part of its public page.

    It changes nothing by itself: whoever accepts it writes it where it belongs.
    """

    personal_data = PersonalData(
        held=(
            Held(
                ("name", "email"),
                _("readers of mails and private links"),
                Kind.CONTACT,
                after="last contact",
            ),
            Held(
                ("should_say", "source", "note"),
                _("readers of mails and private links"),
                Kind.WORDS,
            ),
            Held(("decided_by",), _("staff"), Kind.WORK),
        ),
    )

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("correction", "new")
        ACCEPTED = "accepted", pgettext_lazy("correction", "accepted")
        DECLINED = "declined", pgettext_lazy("correction", "declined")

    city = models.ForeignKey(
        City,
        on_delete=models.CASCADE,
        verbose_name=_("city"),
        editable=False,
        related_name="corrections",
    )
    link = models.ForeignKey(
        Link,
        on_delete=models.SET_NULL,
        verbose_name=_("private link"),
        null=True,
        editable=False,
        related_name="+",
    )
    part = models.CharField(_("part of the page"), max_length=150, editable=False)
    now_says = models.TextField(_("what the page said"), blank=True, editable=False)
    should_say = models.TextField(_("what it should say"), max_length=10_000)
    source = models.CharField(
        _("on whose word"),
        max_length=500,
        blank=True,
        help_text=_("A paper, a page on the web, an act: where one can read it."),
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    state = models.CharField(
        pgettext_lazy("of a correction", "state"),
        max_length=8,
        choices=State,
        default=State.NEW,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("decided by"),
        null=True,
        editable=False,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    note = models.TextField(
        _("note for the office"), blank=True, help_text=_("Why it was decided so.")
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("proposed correction")
        verbose_name_plural = _("proposed corrections")
        indexes = [
            models.Index(fields=["link", "sent_at"], name="directory_correction_of_link"),
            models.Index(fields=["-sent_at", "-id"], name="directory_correction_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["new", "accepted", "declined"]),
                name="directory_correction_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="new", decided_at=None)
                | ~Q(state="new") & Q(decided_at__isnull=False),
                name="directory_correction_is_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(should_say="") & ~Q(part=""),
                name="directory_correction_says_something",
                violation_error_message=_("Say what the page should say."),
            ),
        ]

    def __str__(self):
        return labelled(self.city, self.part)

    def decide(self, state, *, by):
        """Accept or decline it, or take a decision back; the caller saves."""
        is_new = state == self.State.NEW
        self.state = state
        self.decided_by = None if is_new else by
        self.decided_at = None if is_new else timezone.now()
