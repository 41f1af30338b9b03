"""Who comes: the members of a delegation."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.models.of_visit import OfVisitQuerySet
from delegations.models.travel import Leg, Stay
from delegations.models.visits import Visit
from directory.models import Person
from office.models import ReadsNotice, Record
from office.personal import Basis, Held, Kind, PersonalData
from office.tongues import LanguageField, LanguagesField

# More than any list of names that a delegation sent; above it somebody pasted the wrong thing.
MOST_MEMBERS = 500
GUARDIAN = _(
    "Somebody under age is shown only when whoever has custody agreed: write the name and the day."
)


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
        held=(
            Held(
                ("title", "given_name", "family_name", "own_name", "office", "person"),
                _("guests"),
                Kind.NAME,
                Basis.ARCHIVE,
            ),
            Held(
                ("diet", "access_needs"),
                _("guests"),
                Kind.SPECIAL,
                Basis.EXPLICIT,
                after="departure",
            ),
            Held(
                ("arrives_by", "leaves_by", "stay", "whereabouts"),
                _("guests"),
                Kind.TRAVEL,
                after="departure",
            ),
            Held(
                ("languages", "pronunciation", "badge_name", "badge_number", "attendance_at"),
                _("guests"),
                Kind.NAME,
                after="departure",
            ),
            # Of who agreed for them the day stays, as the proof of it.
            Held(("guardian_name",), _("guests’ guardians"), Kind.NAME, after="departure"),
            Held(
                ("photo_consent", "is_minor", "guardian_consent_on"),
                _("guests"),
                Kind.IMAGE,
                Basis.CONSENT,
            ),
            Held(("attendance_by",), _("staff"), Kind.WORK),
        ),
        kept=_(
            "name and office as an archive in the public interest, with the proof of the "
            "consent to pictures"
        ),
    )

    class Consent(models.TextChoices):
        NOT_SAID = "", _("not said")
        YES = "yes", _("agrees to photographs")
        NO = "no", _("no photographs")

    class Attendance(models.TextChoices):
        """On the day itself."""

        EXPECTED = "", pgettext_lazy("a member of a delegation", "expected")
        HERE = "here", pgettext_lazy("a member of a delegation", "here")
        LATE = "late", pgettext_lazy("a member of a delegation", "late")
        ABSENT = "absent", pgettext_lazy("a member of a delegation", "does not come")

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
    is_minor = models.BooleanField(
        _("under age"),
        default=False,
        help_text=_("Is shown in no picture unless whoever has custody agrees."),
    )
    guardian_name = models.CharField(
        _("who has custody"), max_length=150, blank=True, help_text=_("Who agrees for them.")
    )
    guardian_consent_on = models.DateField(
        _("custody: agreed on"),
        blank=True,
        null=True,
        help_text=_("The day of the signed form, or of the mail."),
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

    own_name = models.CharField(
        _("name in its own script"),
        max_length=200,
        blank=True,
        help_text=_("The whole name as the person writes it, where that is not Latin script."),
    )
    own_language = LanguageField(
        _("language of that name"), blank=True, help_text=_("Screen readers and print need it.")
    )
    pronunciation = models.CharField(
        _("how to say it"),
        max_length=200,
        blank=True,
        help_text=_("In plain words or in phonetic script, the stressed part in capitals."),
    )
    badge_name = models.CharField(
        _("name on the badge"), max_length=100, blank=True, help_text=_("Where it is another one.")
    )
    badge_number = models.CharField(_("number of the badge"), max_length=20, blank=True)
    arrives_by = models.ForeignKey(
        Leg,
        on_delete=models.SET_NULL,
        verbose_name=_("arrives by"),
        blank=True,
        null=True,
        related_name="who_arrive",
    )
    leaves_by = models.ForeignKey(
        Leg,
        on_delete=models.SET_NULL,
        verbose_name=_("leaves by"),
        blank=True,
        null=True,
        related_name="who_leave",
    )
    stay = models.ForeignKey(
        Stay,
        on_delete=models.SET_NULL,
        verbose_name=_("hotel"),
        blank=True,
        null=True,
        related_name="guests",
    )
    attendance = models.CharField(
        _("on the day"),
        max_length=6,
        choices=Attendance,
        blank=True,
        default=Attendance.EXPECTED,
        editable=False,
    )
    whereabouts = models.CharField(
        _("what is known of it"), max_length=200, blank=True, editable=False
    )
    attendance_at = models.DateTimeField(_("noted at"), blank=True, null=True, editable=False)
    attendance_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("noted by"),
        null=True,
        editable=False,
        related_name="+",
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
                condition=Q(attendance__in=["", "here", "late", "absent"]),
                name="delegations_member_attendance_is_known",
            ),
            models.CheckConstraint(
                condition=Q(is_minor=False)
                | ~Q(photo_consent="yes")
                | Q(guardian_consent_on__isnull=False),
                name="delegations_member_minor_is_shown_with_consent",
                violation_error_message=GUARDIAN,
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
    def on_badge(self):
        return self.badge_name or self.name

    @property
    def own(self):
        """(name in its own script, its language): of the member, or of the person known here."""
        if self.own_name:
            return self.own_name, self.own_language
        person = self.person
        return (person.own_name, person.own_language) if person else ("", "")

    def clean(self):
        if self.own_name and not self.own_language:
            raise ValidationError({"own_language": _("Say in which language this is written.")})
        if self.is_minor and self.photo_consent == self.Consent.YES:
            missing = [
                one for one in ("guardian_name", "guardian_consent_on") if not getattr(self, one)
            ]
            if missing:
                raise ValidationError({missing[0]: GUARDIAN})

    @property
    def may_agree(self):
        """Whether they may be shown once they agree: for who is under age somebody else does."""
        return not self.is_minor or self.guardian_consent_on is not None

    def attendance_on(self, day):
        """
        What is known of them on that day: who was here, or late, on another day is expected.

        Who does not come is absent on all days.
        """
        if self.attendance == self.Attendance.ABSENT:
            return self.Attendance.ABSENT
        noted = self.attendance_at and timezone.localdate(self.attendance_at)
        known = self.Attendance(self.attendance)
        return known if noted == day else self.Attendance.EXPECTED

    @property
    def gave_special(self):
        """Whether anything was said of what they eat or need."""
        return any(getattr(self, name) for name in self.SPECIAL)
