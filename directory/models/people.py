"""The people that the office meets and writes to, and their languages."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.duplicates import Index, in_that_order
from directory.models.contact_details import ContactDetail
from directory.models.offices import OfficeHeld
from office.dates import PartialDateField, partial_date_constraint
from office.models import Citation, Record, TranslatedRecord, VisibleQuerySet, VisibleRecord
from office.personal import Basis, Held, Kind, PersonalData
from office.pictures import PictureField, protected_storage
from office.text import Fold
from office.tongues import LanguageField

ALL_OF_THE_PHOTOGRAPH = _(
    "A photograph is published only with its author, its licence and the person's consent."
)


class PersonQuerySet(VisibleQuerySet):
    def in_order(self):
        """By family name, accents and capitals aside."""
        return self.order_by(*BY_NAME)

    def called(self, text):
        """The people found by a name in any script, or by a telephone number or e-mail address."""
        found = Q(pk__in=ContactDetail.objects.matching(text).values("person"))
        columns = ("given_name", "family_name", "own_name", "transliteration")
        every_word = Q()
        for word in text.split():
            wanted = Fold(models.Value(word))
            every_word &= Q.create(
                [(f"folded_{column}__contains", wanted) for column in columns], connector=Q.OR
            )
        folded = {f"folded_{column}": Fold(column) for column in columns}
        return self.alias(**folded).filter(every_word | found)

    def in_office_on(self, day, *, user):
        """Those who held an office that the user sees on the day, as far as the dates tell."""
        seen = OfficeHeld.objects.visible_to(user)
        return self.filter(pk__in=seen.held_on(day).values("person"))

    def out_of_office_on(self, day, *, user):
        """
        Those whose every office had certainly ended by that day: is the letter for another?

        As far as the user sees their offices.
        """
        seen = OfficeHeld.objects.visible_to(user)
        still_held = seen.exclude(held_to__endswith__lte=day)
        return self.filter(pk__in=seen.values("person")).exclude(pk__in=still_held.values("person"))

    def who_speak(self, language, *, at_least=""):
        return self.filter(pk__in=_speakers(language, at_least, speaks=True))

    def who_guide_in(self, language, *, at_least=""):
        """Those who guide in the language; `at_least` a level, as "C1"."""
        return self.filter(pk__in=_speakers(language, at_least, guides_in=True))

    def who_interpret(self, source, target):
        """Those who interpret from one language into the other."""
        return self.filter(
            pk__in=_speakers(source, interprets_from=True),
        ).filter(pk__in=_speakers(target, interprets_into=True))

    def duplicate_index(self):
        """What finds probable duplicates among these people in memory: for many new ones."""
        names = []
        for pk, family, given, *others in self.order_by().values_list(
            "pk", "family_name", "given_name", "own_name", "transliteration"
        ):
            names += [(pk, f"{family} {given}"), *((pk, other) for other in others)]
        contacts = ContactDetail.objects.filter(person__in=self.order_by().values("pk"))
        return PeopleIndex(names, contacts.keys_of("person"))

    def probable_duplicates(self, **known):
        """Those of these people who may be the one described, the most alike first."""
        return in_that_order(self, self.duplicate_index().find(**known))


class PeopleIndex(Index):
    """
    Finds people in memory by what is known of one more.

    `find` returns keys, the most alike first; see directory.duplicates for what is alike.
    """

    def find(self, *, given_name="", family_name="", own_name="", emails=(), telephones=()):
        names = [f"{family_name} {given_name}", own_name]
        return self.alike(names, emails=emails, telephones=telephones)


def _speakers(language, at_least="", **use):
    return (
        PersonLanguage.objects.at_least(at_least).filter(language=language, **use).values("person")
    )


class Person(TranslatedRecord, VisibleRecord):
    """Someone the office deals with, under every form of the name."""

    awaits_translators = False

    personal_data = PersonalData(
        held=(
            Held(
                ("title", "given_name", "family_name", "own_name", "transliteration"),
                _("people in the directory"),
                Kind.NAME,
                Basis.ARCHIVE,
            ),
            Held(
                ("pronunciation", "form_of_address", "website"),
                _("people in the directory"),
                Kind.CONTACT,
                after="last contact",
            ),
            Held(("note",), _("people in the directory"), Kind.WORDS, after="last contact"),
            Held(
                ("photograph", "consent_note"),
                _("people in the directory"),
                Kind.IMAGE,
                Basis.CONSENT,
            ),
            Held(("account",), _("staff"), Kind.WORK),
        ),
        kept=_(
            "the picture until its consent is withdrawn; name and offices as an archive in "
            "the public interest"
        ),
    )

    title = models.CharField(
        _("title"), max_length=60, blank=True, help_text=_("For example Dr or Prof.")
    )
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(
        _("family name"),
        max_length=100,
        help_text=_("In Latin letters. Who has one name only is written here."),
    )
    family_first = models.BooleanField(
        _("family name first"),
        default=False,
        help_text=_("As in Hungarian, Chinese, Japanese and Korean names, where the person does."),
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
    transliteration = models.CharField(
        _("transliteration"),
        max_length=200,
        blank=True,
        help_text=_("Letter by letter, where the name above follows custom instead."),
    )
    pronunciation = models.CharField(
        _("how to say it"),
        max_length=200,
        blank=True,
        help_text=_("In plain words or in phonetic script, the stressed part in capitals."),
    )
    form_of_address = models.CharField(
        _("form of address"),
        max_length=100,
        blank=True,
        help_text=_("How a letter or a greeting begins, for example “Your Excellency”."),
    )
    language = LanguageField(
        _("language of letters"), blank=True, help_text=_("In which one writes to the person.")
    )
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note for the office"), blank=True, help_text=_("Never published."))
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("account"),
        blank=True,
        null=True,
        related_name="person",
        help_text=_("Where the person has an account here."),
    )
    photograph = PictureField(
        _("photograph"), blank=True, storage=protected_storage, upload_to="people"
    )
    photograph_author = models.CharField(_("photographer"), max_length=150, blank=True)
    photograph_licence = models.CharField(
        _("licence of the photograph"),
        max_length=100,
        blank=True,
        help_text=_("For example CC BY 4.0, or “with permission of the author”."),
    )
    consent_on = PartialDateField(
        _("consent given on"),
        blank=True,
        null=True,
        help_text=_("When the person agreed that the photograph is kept and shown."),
    )
    consent_note = models.CharField(
        _("how consent was given"),
        max_length=200,
        blank=True,
        help_text=_("For example by e-mail, or on a signed form and where it is kept."),
    )
    photograph_published = models.BooleanField(
        _("publish the photograph"),
        default=False,
        help_text=_("Only where the person's page is public too."),
    )
    citations = GenericRelation(Citation)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = [Fold("family_name"), Fold("given_name"), "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        permissions = [("merge_person", _("Can merge two people into one"))]
        indexes = [
            models.Index(
                Fold("family_name"), Fold("given_name"), "id", name="directory_person_by_name"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(photograph_published=False)
                | ~Q(photograph="")
                & ~Q(photograph_author="")
                & ~Q(photograph_licence="")
                & Q(consent_on__isnull=False),
                name="directory_person_photograph_is_published_with_consent",
                violation_error_message=ALL_OF_THE_PHOTOGRAPH,
            ),
            partial_date_constraint("consent_on"),
        ]

    def __str__(self):
        return self.display_name

    @property
    def display_name(self):
        """As one says it: the family name where this person puts it."""
        parts = [self.given_name, self.family_name]
        return " ".join(filter(None, reversed(parts) if self.family_first else parts))

    @property
    def sort_name(self):
        return ", ".join(filter(None, [self.family_name, self.given_name]))

    @property
    def offices_today(self):
        """The offices held today, of those that were prefetched or all: no query per person."""
        return [office for office in self.offices.all() if office.is_held_on(timezone.localdate())]

    def clean(self):
        # The constraint says the same; here it is said at the field that is empty.
        if self.own_name and not self.own_language:
            raise ValidationError({"own_language": _("Say in which language this is written.")})
        if not self.photograph_published:
            return
        needed = ("photograph", "photograph_author", "photograph_licence", "consent_on")
        missing = {name: ALL_OF_THE_PHOTOGRAPH for name in needed if not getattr(self, name)}
        if missing:
            raise ValidationError(missing)


BY_NAME = Person._meta.ordering


class PersonLanguageQuerySet(VisibleQuerySet):
    audience_paths = ("person__audience",)

    def at_least(self, level):
        """Of that level or a better one; of any, also an unknown one, where it is empty."""
        if not level:
            return self
        levels = PersonLanguage.Level.values
        return self.filter(level__in=levels[levels.index(level) :])


class PersonLanguage(Record):
    """What a person does in one language, and how well."""

    personal_data = PersonalData(
        held=(
            Held(
                ("person", "language", "level"),
                _("people in the directory"),
                Kind.NAME,
                after="last contact",
                whole=True,
            ),
        ),
    )

    class Level(models.TextChoices):
        """From the least to the best: `at_least` goes by this order."""

        A1 = "A1", "A1"
        A2 = "A2", "A2"
        B1 = "B1", "B1"
        B2 = "B2", "B2"
        C1 = "C1", "C1"
        C2 = "C2", "C2"
        NATIVE = "native", _("mother tongue")

    USES = ("speaks", "interprets_from", "interprets_into", "guides_in")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, verbose_name=_("person"), related_name="languages"
    )
    language = LanguageField(_("language"))
    level = models.CharField(_("level"), max_length=6, choices=Level, blank=True)
    speaks = models.BooleanField(_("speaks"), default=True)
    interprets_from = models.BooleanField(_("interprets from it"), default=False)
    interprets_into = models.BooleanField(_("interprets into it"), default=False)
    guides_in = models.BooleanField(_("guides in it"), default=False)

    objects = PersonLanguageQuerySet.as_manager()

    class Meta:
        ordering = ["language", "pk"]
        verbose_name = _("language")
        verbose_name_plural = _("languages")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "language"],
                name="directory_personlanguage_is_unique",
                violation_error_message=_("The person has this language already."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", "A1", "A2", "B1", "B2", "C1", "C2", "native"]),
                name="directory_personlanguage_level_is_known",
            ),
        ]
        indexes = [models.Index(fields=["language", "level"])]

    def __str__(self):
        from office.tongues import names

        name = names().get(self.language, self.language)
        return f"{name} ({self.get_level_display()})" if self.level else name

    def take_in(self, other):
        """Add what another row says of the same language: every use, the better level."""
        for use in self.USES:
            setattr(self, use, getattr(self, use) or getattr(other, use))
        order = ["", *self.Level.values]
        self.level = max(self.level, other.level, key=order.index)
