"""Who comes: the members of a delegation."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.visits import Visit
from directory.models import Person
from office.models import ReadsNotice, Record
from office.personal import PersonalData
from office.tongues import LanguagesField

# More than any list of names that a delegation sent; above it somebody pasted the wrong thing.
MOST_MEMBERS = 500


class MemberQuerySet(OfVisitQuerySet):
    optional_paths = (*OfVisitQuerySet.optional_paths, "person__audience")

    def in_order(self):
        return self.order_by("position", "pk")

    def who_may_be_shown(self):
        """Those who agreed to photographs."""
        return self.filter(photo_consent=Member.Consent.YES)


class Member(ReadsNotice, Record):
    """
    One member of a delegation, as the focal point or the office wrote them down.

    What they eat and need are special categories: the private page says of them that they
    were given and does not read them back, no export holds them.
    """

    SPECIAL = ("diet", "access_needs")

    personal_data = PersonalData(
        fields=(
            "title",
            "given_name",
            "family_name",
            "office",
            "languages",
            "diet",
            "access_needs",
            "photo_consent",
            "person",
        ),
        kept=(
            "diet and access needs until 30 days after departure; name and office as an archive "
            "in the public interest; all else until two years after the visit"
        ),
    )

    class Consent(models.TextChoices):
        NOT_SAID = "", _("not said")
        YES = "yes", _("agrees to photographs")
        NO = "no", _("no photographs")

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, verbose_name=_("visit"), related_name="members"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(
        _("title"), max_length=60, blank=True, help_text=_("For example Dr or Prof.")
    )
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(
        _("family name"), max_length=100, help_text=_("Who has one name only is written here.")
    )
    office = models.CharField(_("office held"), max_length=200, blank=True)
    languages = LanguagesField(verbose_name=_("languages"))
    diet = models.CharField(_("diet"), max_length=150, blank=True)
    access_needs = models.CharField(
        _("access needs"), max_length=200, blank=True, help_text=_("Steps, hearing, sight.")
    )
    photo_consent = models.CharField(
        _("photographs"), max_length=3, choices=Consent, blank=True, default=Consent.NOT_SAID
    )
    is_head = models.BooleanField(_("head of the delegation"), default=False)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person in the directory"),
        blank=True,
        null=True,
        related_name="memberships_of_delegations",
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("member of a delegation")
        verbose_name_plural = _("members of delegations")
        indexes = [
            models.Index(fields=["visit", "position", "id"], name="delegations_member_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(family_name=""),
                name="delegations_member_has_a_name",
                violation_error_message=_("Write the name."),
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(is_head=True),
                name="delegations_member_head_is_one",
                violation_error_message=_("The delegation has a head already."),
            ),
            models.CheckConstraint(
                condition=Q(photo_consent__in=["", "yes", "no"]),
                name="delegations_member_photo_consent_is_known",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return " ".join(filter(None, [self.title, self.given_name, self.family_name]))

    @property
    def gave_special(self):
        """Whether anything was said of what they eat or need."""
        return any(getattr(self, name) for name in self.SPECIAL)
