"""A visit of guests, from the request to what stays of it."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agenda.models import Party
from delegations.models.choices import (
    COMING,
    DROPPED,
    OVER,
    TO_DECIDE,
    Channel,
    GuestRank,
    Requester,
    State,
)
from delegations.models.levels import Level, VisitSettings
from directory.models import City, Country, DocumentLink, Organisation, Person
from office.languages import original_language
from office.models import Audience, ReadsNotice, VisibleQuerySet, VisibleRecord
from office.personal import Basis, Held, Kind, PersonalData
from office.text import Fold, fold
from office.tongues import LanguageField, LanguagesField
from partnerships.models import Theme

# Without vowels, so that no word comes out, and without what is read as another sign.
LETTERS = "BCDFGHJKMNPQRTVWXZ"
LETTERS_IN_REFERENCE = 5
MOST_GUESTS = 2000

WHO_ASKS = _("Say who asks: a name, a body, a city, a telephone number or an e-mail address.")
ENDS_AFTER = _("A visit cannot end before it begins.")
BOTH_DAYS = _("Give the first and the last day, or neither.")
TOO_MANY = _("Between 1 and 2,000 people.")


def new_reference(year):
    """“2026-KTRWM”: random letters, so that no gap in the row tells of a quiet visit."""
    letters = "".join(secrets.choice(LETTERS) for _sign in range(LETTERS_IN_REFERENCE))
    return f"{year}-{letters}"


class VisitQuerySet(VisibleQuerySet):
    audience_paths = ("audience", "party__audience")
    # A visit names its guests.
    optional_paths = (
        "city__audience",
        "organisation__audience",
        "organisation__city__audience",
        "contact__audience",
    )

    def public(self):
        """None: the public reads what was published of a visit (PublicVisit), never the visit."""
        return self.none()

    def in_order(self):
        """The request that came last first."""
        return self.order_by(*self.model._meta.ordering)

    def to_decide(self):
        return self.filter(state__in=TO_DECIDE)

    def coming(self):
        return self.filter(state__in=COMING)

    def during(self, first, last):
        """Those whose days touch the days from `first` to `last`."""
        return self.filter(first_day__lte=last, last_day__gte=first)

    def asked_by(self, email):
        """All requests of one focal point, who is known by the e-mail address."""
        email = email.strip().lower()
        rows = self if email else self.none()
        return rows.alias(email=Lower("contact_email")).filter(email=email)

    def with_names(self):
        """With what a line about them names: no query per row."""
        return self.select_related(
            "audience", "city__country", "country", "organisation", "level", "officer"
        )


class Visit(ReadsNotice, VisibleRecord):
    """
    A visit that somebody asks for, and that then takes place or not.

    All that belongs to it (guests, appointments, mails, letters) points at its audience, so
    that making it quiet is one update. Its days are those of the office's own city. `state` is
    changed by delegations.actions alone, which keeps the log.
    """

    personal_data = PersonalData(
        held=(
            Held(
                ("body_name", "contact", "head_name", "purpose"),
                _("guests and their focal point"),
                Kind.NAME,
                Basis.ARCHIVE,
            ),
            Held(
                ("contact_name", "contact_office", "contact_email", "contact_telephone"),
                _("focal points"),
                Kind.CONTACT,
                after="last contact",
            ),
            Held(("needs",), _("guests"), Kind.SPECIAL, Basis.EXPLICIT, after="departure"),
            Held(("note",), _("guests and their focal point"), Kind.WORDS, after="departure"),
            Held(("officer",), _("staff"), Kind.WORK),
        ),
        kept=_("who came and why as an archive in the public interest"),
    )

    reference = models.CharField(_("reference number"), max_length=12, unique=True, editable=False)
    # Of the public form: the same form sent twice is one request.
    form_id = models.UUIDField(unique=True, null=True, editable=False)
    state = models.CharField(
        pgettext_lazy("of a visit", "state"),
        max_length=12,
        choices=State,
        default=State.RECEIVED,
        editable=False,
    )

    requester = models.CharField(
        _("who asks"), max_length=13, choices=Requester, blank=True, default=Requester.NOT_SAID
    )
    body_name = models.CharField(
        pgettext_lazy("of a visit", "body"),
        max_length=200,
        blank=True,
        help_text=_("In whose name the visit is asked for."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="visits",
        help_text=_("Where the directory knows the body."),
    )
    city_name = models.CharField(_("city"), max_length=100, blank=True)
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        verbose_name=_("city in the directory"),
        blank=True,
        null=True,
        related_name="visits",
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        verbose_name=_("country"),
        blank=True,
        null=True,
        related_name="visits",
    )
    contact_name = models.CharField(_("focal point"), max_length=150, blank=True)
    contact_office = models.CharField(_("office held"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_language = models.CharField(
        _("language of letters"),
        max_length=7,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("In which one writes to the focal point."),
    )
    contact = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        verbose_name=_("person in the directory"),
        blank=True,
        null=True,
        related_name="visits_asked_for",
    )

    purpose = models.TextField(
        _("purpose"), blank=True, max_length=5000, help_text=_("What for, and which questions.")
    )
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        verbose_name=_("topic"),
        blank=True,
        null=True,
        related_name="visits",
    )
    level_wanted = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        verbose_name=_("level wanted"),
        blank=True,
        null=True,
        related_name="visits_wanted",
    )
    level = models.ForeignKey(
        Level,
        on_delete=models.PROTECT,
        verbose_name=_("level"),
        blank=True,
        null=True,
        related_name="visits",
        editable=False,
        help_text=_("As it was decided."),
    )
    head_name = models.CharField(
        _("head of the delegation"), max_length=200, blank=True, help_text=_("Name and office.")
    )
    head_rank = models.PositiveSmallIntegerField(
        _("rank of the head"), choices=GuestRank, blank=True, null=True
    )
    first_day = models.DateField(_("first day"), blank=True, null=True)
    last_day = models.DateField(_("last day"), blank=True, null=True)
    size = models.PositiveSmallIntegerField(_("how many people"), blank=True, null=True)
    languages = LanguagesField(verbose_name=_("languages spoken"))
    needs = models.TextField(
        _("special needs"),
        blank=True,
        max_length=2000,
        help_text=_("Steps, diet, hearing: what the office must prepare for."),
    )

    channel = models.CharField(
        _("how it came"), max_length=9, choices=Channel, default=Channel.TELEPHONE
    )
    register_number = models.CharField(
        _("number in the public register"), max_length=60, blank=True
    )
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        verbose_name=_("in charge"),
        blank=True,
        null=True,
        related_name="visits",
    )
    members_until = models.DateField(
        _("list of members until"),
        blank=True,
        null=True,
        help_text=_("The last day on which the focal point changes the list."),
    )
    print_language = LanguageField(
        _("language of the guests’ programme"),
        blank=True,
        help_text=_("Any language of the world; else the one in which one writes to them."),
    )
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))
    party = models.OneToOneField(
        Party,
        on_delete=models.PROTECT,
        verbose_name=_("group of guests"),
        editable=False,
        related_name="visit",
    )
    documents = GenericRelation(DocumentLink)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        permissions = [
            ("decide_visit", _("Can decide on a visit")),
            ("approve_visit", _("Can approve what another decided on a visit")),
        ]
        indexes = [
            models.Index(
                F("received_at").desc(), F("id").desc(), name="delegations_visit_in_order"
            ),
            models.Index(fields=["state", "first_day"], name="delegations_visit_by_state"),
            models.Index(fields=["first_day", "last_day"], name="delegations_visit_by_day"),
            models.Index(Lower("contact_email"), name="delegations_visit_by_email"),
            models.Index(Fold("body_name"), name="delegations_visit_by_body"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body_name="", contact_name="", contact_email="", contact_telephone="")
                | Q(organisation__isnull=False)
                | Q(city__isnull=False)
                | Q(contact__isnull=False)
                | ~Q(city_name=""),
                name="delegations_visit_says_who_asks",
                violation_error_message=WHO_ASKS,
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True, last_day__isnull=True)
                | Q(first_day__isnull=False, last_day__isnull=False),
                name="delegations_visit_has_both_days",
                violation_error_message=BOTH_DAYS,
            ),
            models.CheckConstraint(
                condition=Q(first_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="delegations_visit_ends_after_it_begins",
                violation_error_message=ENDS_AFTER,
            ),
            models.CheckConstraint(
                condition=Q(size__isnull=True) | Q(size__range=(1, MOST_GUESTS)),
                name="delegations_visit_size_is_possible",
                violation_error_message=TOO_MANY,
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "received",
                        "incomplete",
                        "evaluation",
                        "accepted",
                        "redirected",
                        "declined",
                        "planning",
                        "approved",
                        "confirmed",
                        "in_progress",
                        "completed",
                        "followed_up",
                        "archived",
                        "postponed",
                        "cancelled",
                        "withdrawn",
                    ]
                ),
                name="delegations_visit_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    requester__in=[
                        "",
                        "embassy",
                        "consulate",
                        "government",
                        "city",
                        "international",
                        "university",
                        "association",
                        "company",
                        "agency",
                        "other",
                    ]
                ),
                name="delegations_visit_requester_is_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    channel__in=["web", "telephone", "email", "certified", "note", "in_person"]
                ),
                name="delegations_visit_channel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(head_rank__range=(1, 8)),
                name="delegations_visit_head_rank_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.guests} ({self.reference})"

    def save(self, *args, update_fields=None, **kwargs):
        if not self.reference:
            self.reference = self._free_reference()
        if self.audience_id is None:
            self.audience = Audience.objects.create(is_demo=self.is_demo)
        if update_fields is None:
            self._save_party()
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args, **kwargs):
        """With its group of guests, where no appointment of the calendar needs that any more."""
        deleted = super().delete(*args, **kwargs)
        if not self.party.appointments.exists():
            self.party._history_user = getattr(self, "_history_user", None)
            self.party.delete()
        return deleted

    def _free_reference(self):
        year = timezone.localtime(self.received_at).year
        while True:
            reference = new_reference(year)
            if not Visit.objects.filter(reference=reference).exists():
                return reference

    def _save_party(self):
        """The group of guests in the calendar goes by the same name and size."""
        party = self.party if self.party_id else Party(is_demo=self.is_demo)
        # Its name is one for all readers: in the office's own language, whoever saves.
        with translation.override(original_language()):
            told = (self.guests_in_calendar[:200], self.size, self.audience_id)
        if party.pk is None or told != (party.name, party.size, party.audience_id):
            party.name, party.size, party.audience_id = told
            party.save()
        self.party = party

    @property
    def guests(self):
        """Who comes, in a few words: the body, its city, or whoever asks."""
        body = str(self.organisation) if self.organisation_id else self.body_name
        city = str(self.city) if self.city_id else self.city_name
        if body and city and fold(city) not in fold(body):
            return f"{body}, {city}"
        return body or city or self.contact_name or self.contact_email or self.contact_telephone

    @property
    def guests_in_calendar(self):
        """
        The same for who sees the visit's own audience: it guards no hidden body or city.

        Of these only the reference number is told to the calendar and in titles.
        """
        named = [self.organisation, self.city, self.organisation and self.organisation.city]
        if any(one and one.audience.is_hidden for one in named):
            return self.reference
        return self.guests

    @property
    def from_country(self):
        """Where the guests come from; None where nobody said it."""
        return self.country or (self.city.country if self.city else None)

    def clean(self):
        # The constraints say the same; here it is said at the field that is wrong.
        if (self.first_day is None) != (self.last_day is None):
            empty = "first_day" if self.first_day is None else "last_day"
            raise ValidationError({empty: BOTH_DAYS})
        if self.first_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": ENDS_AFTER})
        if self.size is not None and not 1 <= self.size <= MOST_GUESTS:
            raise ValidationError({"size": TOO_MANY})

    @property
    def is_over(self):
        return self.state in OVER

    @property
    def is_dropped(self):
        return self.state in DROPPED

    @property
    def is_to_decide(self):
        return self.state in TO_DECIDE

    @property
    def days_of_notice(self):
        """From the request to the first day; None where no day is known."""
        if self.first_day is None:
            return None
        return (self.first_day - timezone.localdate(self.received_at)).days

    @cached_property
    def rules(self):
        """The office's settings; who asks many visits asks for them once, and sets them."""
        return VisitSettings.objects.current()

    @property
    def answer_by(self):
        """The day on which whoever asked was promised an answer: before the visit, if it can be."""
        from office.working_days import after_working_days

        received_on = timezone.localdate(self.received_at)
        answer_by = after_working_days(received_on, self.rules.answer_days)
        if self.first_day is None:
            return answer_by
        return max(received_on, min(answer_by, self.first_day - timedelta(days=1)))

    @property
    def list_closes_on(self):
        """The last day on which the focal point may change the list; None while no day is known."""
        if self.members_until or self.first_day is None:
            return self.members_until
        return self.first_day - timedelta(days=self.rules.members_days)

    @property
    def list_is_open(self):
        closes = self.list_closes_on
        in_time = closes is None or timezone.localdate() <= closes
        return in_time and self.state in COMING and self.state != State.IN_PROGRESS
