"""Tours: what guests want to see, and the groups in which they are guided."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.actions import take_away
from agenda.models import Appointment, FacetQuerySet
from delegations.models import Visit
from delegations.models.of_visit import OfVisitQuerySet
from office.models import Record, User, VisibleQuerySet, VisibleRecord
from office.personal import Held, Kind, PersonalData
from office.tongues import LanguageField, LanguagesField
from tours.models.guides import GUIDES, Guide
from tours.models.routes import NO_GROUP, Route, RouteQuerySet, people

MOST_GUESTS = 500
NO_GUESTS = NO_GROUP
IN_WHICH = _("Choose in which language they are guided, at least one.")
GUESTS = _("guests and their focal point")


class GroupBooking(Record):
    """
    That the guests of a visit are guided on one route: how many, in which languages.

    The groups into which they are split are its tours. Seen by whoever may see the visit.
    """

    personal_data = PersonalData(
        held=(
            Held(("needs",), GUESTS, Kind.SPECIAL, after="departure"),
            Held(("contact_name", "contact_telephone"), GUESTS, Kind.CONTACT, after="departure"),
            Held(("note",), GUESTS, Kind.WORDS, after="departure"),
        ),
    )

    visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, verbose_name=_("visit"), related_name="group_bookings"
    )
    route = models.ForeignKey(
        Route, on_delete=models.PROTECT, verbose_name=_("route"), related_name="bookings"
    )
    size = models.PositiveSmallIntegerField(
        _("how many people"),
        validators=[MinValueValidator(1, NO_GUESTS), MaxValueValidator(MOST_GUESTS, NO_GUESTS)],
    )
    languages = LanguagesField(
        verbose_name=_("languages"),
        blank=False,
        help_text=_("In which they are guided; with several, the groups take turns."),
    )
    group = models.CharField(
        _("kind of group"), max_length=9, choices=Guide.Group, default=Guide.Group.OFFICIALS
    )
    needs = models.CharField(
        _("access needs"),
        max_length=250,
        blank=True,
        help_text=_("What the guide must know to lead them; nothing of why."),
    )
    contact_name = models.CharField(_("contact for the day"), max_length=150, blank=True)
    contact_telephone = models.CharField(_("telephone for the day"), max_length=60, blank=True)
    note = models.TextField(_("note for the guides"), blank=True)

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("booking of a route")
        verbose_name_plural = _("bookings of routes")
        constraints = [
            models.CheckConstraint(
                condition=Q(size__range=(1, MOST_GUESTS)),
                name="tours_groupbooking_has_guests",
                violation_error_message=NO_GUESTS,
            ),
            models.CheckConstraint(
                condition=~Q(languages=[]),
                name="tours_groupbooking_is_in_a_language",
                violation_error_message=IN_WHICH,
            ),
            models.CheckConstraint(
                condition=Q(group__in=["officials", "experts", "adults", "students", "families"]),
                name="tours_groupbooking_group_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.route} ({self.size})"


class TourQuerySet(FacetQuerySet):
    audience_paths = (
        "audience",
        "appointment__audience",
        "booking__visit__audience",
        "booking__visit__party__audience",
        *(f"route__{path}" for path in RouteQuerySet.audience_paths),
    )
    optional_paths = (
        *(f"route__{path}" for path in RouteQuerySet.optional_paths),
        *(f"booking__{path}" for path in OfVisitQuerySet.optional_paths),
        "appointment__place__audience",
        "appointment__place__building__audience",
        "appointment__party__audience",
        "guide__audience",
        "guide__person__audience",
    )

    def with_names(self):
        """With what a line about them names: no query per row."""
        return self.select_related(
            "audience",
            "appointment__place__building",
            "booking__visit__audience",
            "route__place",
            "guide__person",
        )

    def open(self):
        """Those that take place, and have no guide yet."""
        return self.standing().filter(guide=None)

    def to_come(self, now=None):
        return self.filter(appointment__period__endswith__gt=now or timezone.now())


class Tour(VisibleRecord):
    """
    One group on its way: a facet of an appointment, which is also an item of the programme.

    Time, place and state are those of the appointment, and its audience is the appointment's. A
    guide who said yes is booked with it, which no two tours can do at once. A `is_pinned` guide
    is moved by no proposal. Taking the tour away cancels the appointment.
    """

    personal_data = PersonalData(
        held=(Held(("guide",), GUIDES, Kind.NAME),),
        kept=_("who led whom, as the accounts of the city are"),
    )

    class Outcome(models.TextChoices):
        UNKNOWN = "", pgettext_lazy("what became of a tour", "not said yet")
        HELD = "held", pgettext_lazy("what became of a tour", "took place")
        NO_SHOW = "no_show", pgettext_lazy("what became of a tour", "the guests did not come")

    appointment = models.OneToOneField(
        Appointment,
        on_delete=models.PROTECT,
        verbose_name=_("appointment"),
        editable=False,
        related_name="tour",
    )
    booking = models.ForeignKey(
        GroupBooking, on_delete=models.PROTECT, verbose_name=_("booking"), related_name="tours"
    )
    route = models.ForeignKey(
        Route, on_delete=models.PROTECT, verbose_name=_("route"), related_name="tours"
    )
    number = models.PositiveSmallIntegerField(_("number of the group"), default=1)
    size = people(_("how many people"))
    language = LanguageField(_("language"))
    guide = models.ForeignKey(
        Guide,
        on_delete=models.PROTECT,
        verbose_name=_("guide"),
        blank=True,
        null=True,
        related_name="tours",
        help_text=_("Whoever said yes."),
    )
    is_pinned = models.BooleanField(
        _("the guide stays"), default=False, help_text=_("No proposal gives it to another guide.")
    )
    outcome = models.CharField(
        _("what became of it"), max_length=7, choices=Outcome, blank=True, default=Outcome.UNKNOWN
    )
    came = models.PositiveSmallIntegerField(
        _("how many came"), blank=True, null=True, validators=[MaxValueValidator(MOST_GUESTS)]
    )

    objects = TourQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tour")
        verbose_name_plural = _("tours")
        permissions = [("ask_guides", _("Can ask guides, and note what they answer"))]
        indexes = [models.Index(fields=["language"], name="tours_tour_by_language")]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "number"],
                name="tours_tour_number_is_unique",
                violation_error_message=_("There is a group of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(size__range=(1, 500)),
                name="tours_tour_has_people",
                violation_error_message=NO_GROUP,
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "held", "no_show"]),
                name="tours_tour_outcome_is_known",
            ),
            models.CheckConstraint(
                condition=Q(is_pinned=False) | Q(guide__isnull=False),
                name="tours_tour_pinned_has_a_guide",
                violation_error_message=_("Nobody leads it yet: there is nobody to stay."),
            ),
        ]

    def __str__(self):
        return str(self.appointment)

    def clean(self):
        if self.came is not None and self.outcome != self.Outcome.HELD:
            raise ValidationError({"came": _("Only of a tour that took place somebody came.")})
        if self.came == 0:
            raise ValidationError(
                {"came": _("If nobody came, choose that the guests did not come.")}
            )

    def save(self, *args, **kwargs):
        self.audience_id = self.appointment.audience_id
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        return take_away(facet=self, delete=super().delete)


class AskQuerySet(VisibleQuerySet):
    audience_paths = (
        *(f"tour__{path}" for path in TourQuerySet.audience_paths),
        "guide__audience",
        "guide__person__audience",
    )
    optional_paths = tuple(f"tour__{path}" for path in TourQuerySet.optional_paths)

    def waiting(self):
        return self.filter(answer=Ask.Answer.WAITING)

    def with_names(self):
        return self.select_related(
            "guide__person",
            "tour__appointment__place__building",
            "tour__booking__visit",
            "tour__route",
        )


class Ask(Record):
    """
    That a guide was asked to lead a tour, and what they said.

    Whoever is in line is asked when the one before says no, or nothing until `answer_by`.
    `asked_for` are the hours of the tour that they were told of. The first yes wins; the others
    are told.
    """

    class Answer(models.TextChoices):
        IN_LINE = "in_line", pgettext_lazy("answer of a guide", "in line")
        WAITING = "waiting", pgettext_lazy("answer of a guide", "asked")
        ACCEPTED = "accepted", pgettext_lazy("answer of a guide", "leads it")
        DECLINED = "declined", pgettext_lazy("answer of a guide", "cannot")
        WITHDRAWN = "withdrawn", pgettext_lazy("answer of a guide", "withdrew")
        LATE = "late", pgettext_lazy("answer of a guide", "did not answer in time")
        NOT_NEEDED = "not_needed", pgettext_lazy("answer of a guide", "not needed any more")

    # Whoever still has to do with the tour.
    OPEN = ("in_line", "waiting", "accepted")

    personal_data = PersonalData(
        held=(
            Held(("guide", "words"), GUIDES, Kind.WORDS, after="its day", whole=True),
            Held(("noted_by",), _("staff"), Kind.WORK, after="its day"),
        ),
    )

    tour = models.ForeignKey(
        Tour, on_delete=models.CASCADE, verbose_name=_("tour"), related_name="asks"
    )
    guide = models.ForeignKey(
        Guide, on_delete=models.PROTECT, verbose_name=_("guide"), related_name="asks"
    )
    asked_for = DateTimeRangeField(_("asked for"))
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    answer_by = models.DateTimeField(_("answers by"), blank=True, null=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(_("answered on"), blank=True, null=True)
    words = models.CharField(_("in their words"), max_length=1000, blank=True)
    noted_by = models.ForeignKey(
        User,
        on_delete=models.SET_NULL,
        verbose_name=_("noted by"),
        blank=True,
        null=True,
        related_name="+",
        help_text=_("Who heard it on the telephone."),
    )

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("question to a guide")
        verbose_name_plural = _("questions to guides")
        indexes = [models.Index(fields=["answer", "answer_by"], name="tours_ask_by_answer")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    answer__in=[
                        "in_line",
                        "waiting",
                        "accepted",
                        "declined",
                        "withdrawn",
                        "late",
                        "not_needed",
                    ]
                ),
                name="tours_ask_answer_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(answer="waiting") | Q(answer_by__isnull=False),
                name="tours_ask_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["tour"],
                condition=Q(answer="accepted"),
                name="tours_ask_first_yes_wins",
                violation_error_message=_("Another guide said yes already."),
            ),
            models.UniqueConstraint(
                fields=["tour", "guide"],
                condition=Q(answer__in=["in_line", "waiting", "accepted"]),
                name="tours_ask_is_asked_once",
                violation_error_message=_("The guide is asked already."),
            ),
        ]

    def __str__(self):
        return f"{self.guide}: {self.get_answer_display()}"

    @property
    def is_waiting(self):
        return self.answer == self.Answer.WAITING

    @property
    def was_moved(self):
        """Whether the tour has other hours than the guide was told of."""
        return self.asked_for != self.tour.appointment.period
