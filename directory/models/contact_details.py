"""How people and organisations are reached."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.bodies import Organisation
from office import telephones
from office.models import Record, VisibleQuerySet
from office.personal import Held, Kind, PersonalData

ONE_OWNER = _("A contact belongs to a person or to an organisation, one of the two.")
NOT_PRIVATE = _("What is private is not published.")


class ContactDetailQuerySet(VisibleQuerySet):
    # A contact has no audience of its own: whoever reads its owner reads it.
    audience_paths = ()
    optional_paths = (
        "person__audience",
        "organisation__audience",
        "organisation__city__audience",
    )

    def matching(self, text):
        """Those whose e-mail address holds the text, or whose number it is, however typed."""
        wanted = Q(kind=ContactDetail.Kind.EMAIL, normalised__contains=text.strip().lower())
        number = telephones.normalised(text)
        if telephones.is_number(text):
            written = (
                {"normalised": number}
                if number.startswith("+")
                else {"normalised__endswith": number.lstrip("0")}
            )
            wanted |= Q(kind__in=ContactDetail.NUMBERS, **written)
        return self.filter(wanted)

    def keys_of(self, owner):
        """(key of the owner, what is compared) of each, for an index of duplicates."""
        return self.exclude(normalised="").order_by().values_list(owner, "normalised")


class ContactDetail(Record):
    """One telephone number, e-mail address or other way to reach a person or organisation."""

    personal_data = PersonalData(
        held=(
            Held(
                ("person", "value", "normalised", "label"),
                _("people in the directory"),
                Kind.CONTACT,
                after="last contact",
                whole=True,
            ),
        ),
    )

    class Kind(models.TextChoices):
        TELEPHONE = "telephone", _("telephone")
        MOBILE = "mobile", _("mobile telephone")
        EMAIL = "email", _("e-mail")
        POST = "post", _("postal address")
        OTHER = "other", _("other")

    NUMBERS = (Kind.TELEPHONE, Kind.MOBILE)

    person = models.ForeignKey(
        "directory.Person",
        on_delete=models.CASCADE,
        verbose_name=_("person"),
        blank=True,
        null=True,
        related_name="contacts",
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        verbose_name=_("organisation"),
        blank=True,
        null=True,
        related_name="contacts",
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    value = models.TextField(
        _("number or address"),
        max_length=500,
        help_text=_("A number of another country is best written with + and its code."),
    )
    # What search and duplicates compare: +390552761234, name@example.org.
    normalised = models.CharField(max_length=254, blank=True, editable=False, db_index=True)
    label = models.CharField(
        _("label"), max_length=60, blank=True, help_text=_("For example switchboard or assistant.")
    )
    is_private = models.BooleanField(
        _("private"), default=False, help_text=_("The person's own, not of the office held.")
    )
    is_published = models.BooleanField(
        _("published"), default=False, help_text=_("Shown where the owner's page is public.")
    )

    objects = ContactDetailQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="directory_contactdetail_has_one_owner",
                violation_error_message=ONE_OWNER,
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["telephone", "mobile", "email", "post", "other"]),
                name="directory_contactdetail_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(is_private=False) | Q(is_published=False),
                name="directory_contactdetail_private_is_not_published",
                violation_error_message=NOT_PRIVATE,
            ),
        ]

    def __str__(self):
        return self.value

    @property
    def ending(self):
        """Enough to know it by, and too little to copy: "…@example.org", "…234"."""
        if self.kind == self.Kind.EMAIL:
            return f"…@{self.normalised.rpartition('@')[2]}"
        return f"…{self.normalised[-3:]}" if self.normalised else ""

    @property
    def country_code(self):
        """Of the owner: where a number without a country's code is dialled; None if unknown."""
        if self.organisation_id:
            owner = self.organisation
            country = owner.country or (owner.city and owner.city.country)
            return country and country.code
        if self.person_id is None:
            return None
        offices = self.person.offices.select_related(
            "city__country", "organisation__country", "organisation__city__country"
        )
        today = timezone.localdate()
        codes = [one.country.code for one in offices if one.is_held_on(today) and one.country]
        return codes[0] if codes else None

    def clean(self):
        self.value = self.value.strip()
        if self.is_private and self.is_published:
            raise ValidationError({"is_published": NOT_PRIVATE})
        try:
            self._check_value()
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error

    def _check_value(self):
        if self.kind == self.Kind.EMAIL:
            validate_email(self.value)
        # The country is asked once the offices are saved; here a number of any may stand.
        if self.kind in self.NUMBERS and not telephones.is_number(self.value):
            raise ValidationError(_("This is no telephone number: write it in figures."))

    def save(self, *args, **kwargs):
        self.normalised = normalised(self.kind, self.value, self.country_code)
        super().save(*args, **kwargs)


def normalised(kind, value, country_code=None):
    """What is compared of a contact: the number or address in one spelling; else empty."""
    if kind == ContactDetail.Kind.EMAIL:
        return value.strip().lower()
    if kind in ContactDetail.NUMBERS:
        return telephones.normalised(value, country_code)
    return ""
