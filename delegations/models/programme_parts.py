"""Who has a part in an item of a programme: hosts, speakers, interpreters, and what they answer."""

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Appointment
from delegations.models.programme import OfItemQuerySet, ProgrammeItem
from directory.models import Person
from office.models import Mail, Record
from office.personal import Basis, Held, Kind, PersonalData
from office.tongues import LanguageField

WHO = _("Choose a person, or write the name.")
BOTH_LANGUAGES = _("Say from which language into which.")
NOT_INTO_ITSELF = _("From one language into another.")
WHO_DEPUTISES = _("Say who comes instead.")


class PartQuerySet(OfItemQuerySet):
    optional_paths = (*OfItemQuerySet.optional_paths, "person__audience")

    def standing(self):
        """Without those of cancelled items."""
        return self.exclude(item__appointment__state=Appointment.State.CANCELLED)

    def unanswered(self):
        """Of whom nobody knows whether they come at these very hours, and the item lies ahead."""
        given = Q(answer__in=self.model.GIVEN, answer_for=F("item__appointment__period"))
        ahead = self.filter(item__appointment__period__endswith__gt=timezone.now())
        return ahead.exclude(given)

    def of_visit(self, visit):
        """Of all items that stand, in the order of the programme."""
        return self.filter(item__visit=visit).standing().in_order()

    def in_order(self):
        """That of the programme, and of one item as its form has them."""
        return self.order_by("item__appointment__period", "item", "position", "pk")

    def with_names(self):
        return self.select_related("person", "item__appointment__place__building", "item__visit")

    def answered_at(self, email):
        """Those for whom whoever reads this e-mail address answers."""
        return self.filter(ask_email__iexact=email.strip()) if email.strip() else self.none()


class Part(Record):
    """
    What part somebody has in an item: host, speaker, guest of the house, interpreter.

    Nobody's part is taken for granted: they, or whoever keeps their diary, are asked by mail
    and a private link, or by telephone. A person of the directory who can be booked is booked
    with the item. An interpreter who is not found yet is a part without a person.
    """

    personal_data = PersonalData(
        held=(
            Held(
                ("person", "name", "office", "answer", "deputy_name", "deputy_office"),
                _("hosts and others with a part"),
                Kind.NAME,
                Basis.ARCHIVE,
            ),
            Held(
                ("ask_name", "ask_email", "ask_telephone"),
                _("hosts and others with a part"),
                Kind.CONTACT,
                after="departure",
            ),
            Held(("words",), _("hosts and others with a part"), Kind.WORDS, after="departure"),
            Held(("noted_by",), _("staff"), Kind.WORK),
        ),
        kept=_("names, offices and whether they came as an archive in the public interest"),
    )

    class Kind(models.TextChoices):
        HOST = "host", pgettext_lazy("in an item of a programme", "host")
        SPEAKER = "speaker", pgettext_lazy("in an item of a programme", "speaker")
        ATTENDS = "attends", pgettext_lazy("in an item of a programme", "attends")
        INTERPRETER = "interpreter", pgettext_lazy("in an item of a programme", "interpreter")

    class Answer(models.TextChoices):
        UNASKED = "unasked", pgettext_lazy("somebody who has a part", "not asked yet")
        ASKED = "asked", pgettext_lazy("somebody who has a part", "asked")
        CONFIRMED = "confirmed", pgettext_lazy("somebody who has a part", "confirmed")
        DEPUTISED = "deputised", pgettext_lazy("somebody who has a part", "sends a deputy")
        DECLINED = "declined", pgettext_lazy("somebody who has a part", "cannot come")

    class Mode(models.TextChoices):
        NOT_SAID = "", _("not said")
        CONSECUTIVE = "consecutive", _("consecutive")
        SIMULTANEOUS = "simultaneous", _("simultaneous")
        WHISPERED = "whispered", _("whispered")

    class Payer(models.TextChoices):
        NOT_SAID = "", _("not said")
        CITY = "city", _("the city")
        GUESTS = "guests", _("the guests")
        OTHER = "other", _("others")

    GIVEN = (Answer.CONFIRMED, Answer.DEPUTISED, Answer.DECLINED)
    # Where one stands with somebody, besides their answer (`stands_at`).
    OPEN, AGAIN = "open", "again"

    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.CASCADE, verbose_name=_("item"), related_name="parts"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("part"), max_length=11, choices=Kind, default=Kind.HOST)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person in the directory"),
        blank=True,
        null=True,
        related_name="parts",
        help_text=_("Who can be booked is booked with the item."),
    )
    name = models.CharField(
        _("name"), max_length=150, blank=True, help_text=_("Of who is not in the directory.")
    )
    office = models.CharField(_("office held"), max_length=200, blank=True)
    source = LanguageField(_("interprets from"), blank=True)
    target = LanguageField(_("interprets into"), blank=True)
    mode = models.CharField(
        _("mode"), max_length=12, choices=Mode, blank=True, default=Mode.NOT_SAID
    )
    payer = models.CharField(
        _("who pays"), max_length=6, choices=Payer, blank=True, default=Payer.NOT_SAID
    )
    ask_name = models.CharField(
        _("who answers"), max_length=150, blank=True, help_text=_("A secretariat, for example.")
    )
    ask_email = models.EmailField(_("e-mail"), blank=True)
    ask_telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    ask_language = models.CharField(
        _("language of letters"),
        max_length=7,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    answer = models.CharField(
        _("answer"), max_length=9, choices=Answer, default=Answer.UNASKED, editable=False
    )
    # For which hours it was asked or answered: what is moved since is asked again.
    answer_for = DateTimeRangeField(null=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"), blank=True, null=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), blank=True, null=True, editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("noted by"),
        blank=True,
        null=True,
        editable=False,
        related_name="+",
        help_text=_("Empty where they answered by their link."),
    )
    # By which they were told that it does not take place.
    off_mail = models.ForeignKey(
        Mail, on_delete=models.SET_NULL, blank=True, null=True, editable=False, related_name="+"
    )
    deputy_name = models.CharField(_("deputy"), max_length=150, blank=True)
    deputy_office = models.CharField(_("office of the deputy"), max_length=200, blank=True)
    words = models.TextField(_("what they say"), blank=True, max_length=1000)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("part in an item")
        verbose_name_plural = _("parts in items")
        indexes = [
            models.Index(fields=["item", "position", "id"], name="delegations_part_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["host", "speaker", "attends", "interpreter"]),
                name="delegations_part_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["unasked", "asked", "confirmed", "deputised", "declined"]),
                name="delegations_part_answer_is_known",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["", "consecutive", "simultaneous", "whispered"]),
                name="delegations_part_mode_is_known",
            ),
            models.CheckConstraint(
                condition=Q(payer__in=["", "city", "guests", "other"]),
                name="delegations_part_payer_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="interpreter") | Q(person__isnull=False) | ~Q(name=""),
                name="delegations_part_is_somebody_s",
                violation_error_message=WHO,
            ),
            models.CheckConstraint(
                condition=~Q(kind="interpreter") | ~Q(source="") & ~Q(target=""),
                name="delegations_part_interprets_from_and_into",
                violation_error_message=BOTH_LANGUAGES,
            ),
            models.CheckConstraint(
                condition=~Q(answer="deputised") | ~Q(deputy_name=""),
                name="delegations_part_deputy_has_a_name",
                violation_error_message=WHO_DEPUTISES,
            ),
            models.CheckConstraint(
                condition=Q(answer="unasked") | Q(answer_for__isnull=False),
                name="delegations_part_answer_is_for_hours",
            ),
            models.UniqueConstraint(
                fields=["item", "person", "kind"],
                name="delegations_part_is_unique",
                violation_error_message=_("The person has this part already."),
            ),
        ]

    def __str__(self):
        return self.who or str(self.get_kind_display())

    @property
    def who(self):
        """The name; "" for an interpreter who is still to be found."""
        return str(self.person) if self.person_id else self.name

    @property
    def is_open(self):
        """Whether somebody is still to be found for it."""
        return not self.person_id and not self.name

    @property
    def was_moved(self):
        """Whether the item has other hours by now than those of which the question was."""
        return self.answer_for is not None and self.answer_for != self.item.appointment.period

    @property
    def is_settled(self):
        """Whether they, or a deputy, said that they come at these very hours."""
        coming = self.answer in (self.Answer.CONFIRMED, self.Answer.DEPUTISED)
        return coming and not self.was_moved

    @property
    def stands_at(self):
        """
        Where one stands with them: OPEN while nobody is found, AGAIN where they were asked or
        answered, whatever they said, for other hours than these; their answer otherwise.
        """
        if self.is_open:
            return self.OPEN
        return self.AGAIN if self.was_moved else self.Answer(self.answer).value

    @property
    def deputy(self):
        """“Rosa Prova, deputy mayor”: who comes instead; "" where nobody does."""
        return ", ".join(filter(None, [self.deputy_name, self.deputy_office]))

    def clean(self):
        # The constraints say the same; here it is said at the field.
        wrong = {}
        if self.kind == self.Kind.INTERPRETER:
            if not self.source or not self.target:
                wrong["target" if self.source else "source"] = BOTH_LANGUAGES
            elif self.source == self.target:
                wrong["target"] = NOT_INTO_ITSELF
        elif self.is_open:
            wrong["name"] = WHO
        if wrong:
            raise ValidationError(wrong)
