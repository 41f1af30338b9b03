"""Files with what must be known of them, attached to anything."""

from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from office.dates import PartialDateField, partial_date_constraint
from office.files import FORMATS
from office.languages import in_every_language, original_language
from office.models import (
    Audience,
    Record,
    Source,
    TranslatedRecord,
    VisibleQuerySet,
    VisibleRecord,
    localized_check,
)
from office.personal import NO_PERSONAL_DATA, Basis, Held, Kind, PersonalData
from office.pictures import protected_storage
from office.tongues import LanguagesField

FOLDER = "documents"
SMALL_SIDE = 640


class DocumentQuerySet(VisibleQuerySet):
    def attached_to(self, record):
        """What hangs on the record, in the order that staff gave it."""
        kind = ContentType.objects.get_for_model(record)
        rows = self.filter(links__content_type=kind, links__object_id=record.pk)
        return rows.order_by("links__position", "links__pk")

    def by_record(self, records):
        """
        What hangs on each of the records of one model, as {pk: [documents]}, with versions.

        For lists: as many queries for a hundred records as for one.
        """
        found = {record.pk: [] for record in records}
        if found:
            kind = ContentType.objects.get_for_model(next(iter(records)))
            links = DocumentLink.objects.filter(
                content_type=kind, object_id__in=found, document__in=self.order_by()
            )
            documents = Document.objects.select_related("source").with_current()
            for link in links.prefetch_related(Prefetch("document", documents)):
                found[link.object_id].append(link.document)
        return found

    def with_current(self):
        """With the newest version of each, in one query for all; see Document.current."""
        newest = DocumentFile.objects.order_by("document_id", "-number").distinct("document_id")
        return self.prefetch_related(Prefetch("files", newest, to_attr="current_files"))

    def with_file(self):
        return self.filter(pk__in=DocumentFile.objects.values("document"))

    def pictures(self):
        """Pictures with all that a page must say of one: author, licence, words for it."""
        newest = DocumentFile.objects.filter(document=OuterRef("pk")).order_by("-number")
        described = Q(is_decorative=True)
        for column in in_every_language("alt_text"):
            described |= Q(**{f"{column}__isnull": False}) & ~Q(**{column: ""})
        pictures = self.alias(newest=Subquery(newest.values("media_type")[:1]))
        return pictures.filter(described, newest__startswith="image/").exclude(
            Q(author="") | Q(licence="")
        )


class Document(TranslatedRecord, VisibleRecord):
    """
    A paper, a picture or a table, with its versions.

    The file is never replaced: a new version follows (directory.actions.add_version), and
    the highest number is the current one.
    """

    personal_data = PersonalData(
        held=(
            Held(("author",), _("authors"), Kind.NAME),
            Held(("title", "text"), _("whoever documents name"), Kind.WORDS),
        ),
        kept=_("as long as the document"),
    )

    class Kind(models.TextChoices):
        SIGNED_TEXT = "signed_text", _("signed text")
        SCAN = "scan", _("scan")
        PHOTOGRAPH = "photograph", _("photograph")
        LETTER = "letter", _("letter")
        MINUTES = "minutes", pgettext_lazy("document", "minutes")
        PROGRAMME = "programme", _("programme")
        DECLARATION = "declaration", _("declaration")
        PRESS = "press", _("press item")
        TABLE = "table", pgettext_lazy("document", "table")
        OTHER = "other", _("other")

    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    languages = LanguagesField(
        verbose_name=_("languages"), help_text=_("In which the document is written.")
    )
    date = PartialDateField(
        _("date"), blank=True, null=True, help_text=_("Of the document itself, not of its upload.")
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        verbose_name=_("source"),
        blank=True,
        null=True,
        related_name="documents",
        help_text=_("Where the document was found."),
    )
    author = models.CharField(
        _("author"),
        max_length=200,
        blank=True,
        help_text=_("As the credit of a picture names them; needed before a picture is public."),
    )
    licence = models.CharField(
        _("licence"),
        max_length=100,
        blank=True,
        help_text=_("For example CC BY 4.0; needed before a picture is public."),
    )
    is_decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("A picture that says nothing which the text beside it does not say."),
    )
    alt_text = models.CharField(
        _("text in place of the picture"),
        max_length=300,
        blank=True,
        help_text=_(
            "What the picture shows, for those who cannot see it. Needed before a picture is "
            "public, unless it is decorative."
        ),
    )
    text = models.TextField(
        _("text of the document"),
        blank=True,
        help_text=_("In plain letters, so that a scan can be read aloud and searched."),
    )

    # What a form or an action is about to make of the document, for clean() to judge.
    next_level = None
    next_media_type = None

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "signed_text",
                        "scan",
                        "photograph",
                        "letter",
                        "minutes",
                        "programme",
                        "declaration",
                        "press",
                        "table",
                        "other",
                    ]
                ),
                name="directory_document_kind_is_known",
            ),
            partial_date_constraint("date"),
            localized_check("title", _("Write the title in one language at least.")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """The address of the current version, which stays when a new one follows."""
        return reverse("documents:current", args=[self.pk])

    def clean(self):
        if self.is_public_picture:
            lacking = self.lacking_for_the_public()
            if lacking:
                raise ValidationError(lacking)

    @property
    def current(self):
        """The newest version, None before the first; costs no query after with_current()."""
        if hasattr(self, "current_files"):
            return next(iter(self.current_files), None)
        return self.files.first() if self.pk else None

    @property
    def is_public_picture(self):
        level = self.next_level or (self.audience.level if self.audience_id else "")
        media_type = self.next_media_type
        if media_type is None:
            media_type = self.current.media_type if self.current else ""
        return level == Audience.Level.PUBLIC and media_type.startswith("image/")

    def lacking_for_the_public(self):
        """What a picture still needs before everybody may see it: {field: what to do}."""
        alt_text = f"alt_text_{original_language()}"
        lacking = {}
        if not self.author:
            lacking["author"] = _("Say who made the picture before everybody may see it.")
        if not self.licence:
            lacking["licence"] = _("Say under which licence before everybody may see it.")
        if not self.is_decorative and not getattr(self, alt_text):
            lacking[alt_text] = _("Say what the picture shows, or mark it as decorative.")
        return lacking


def random_name(version, filename):
    """A name that nobody can guess, and that says nothing of the document."""
    return f"{FOLDER}/{uuid4().hex}.{filename.rpartition('.')[2]}"


class DocumentFileQuerySet(VisibleQuerySet):
    """A version that was superseded is for staff, also of a public document."""

    audience_paths = ("document__audience",)

    def current(self):
        newer = self.model.objects.filter(
            document=models.OuterRef("document"), number__gt=models.OuterRef("number")
        )
        return self.exclude(models.Exists(newer))

    def visible_to(self, user):
        seen = super().visible_to(user)
        return seen if user.is_authenticated and user.reads_internal else seen.current()

    def public(self):
        return super().public().current()


class DocumentFile(Record):
    """
    One version of a document, as its content was found to be.

    A picture is kept without what the camera wrote into it, and twice more as the pages
    show it: `large` (1600 pixels) and `small` (640).
    """

    personal_data = PersonalData(
        held=(
            Held(("uploaded_by",), _("staff"), Kind.WORK),
            Held(
                ("file", "name"),
                _("guests, in what they handed in themselves"),
                Kind.WORDS,
                after="departure",
                change="directory.erasing.put_away",
            ),
            # The whole file goes by it (put_away_lists).
            Held(
                ("tells_needs",),
                _("guests, in lists of what they eat and need"),
                Kind.SPECIAL,
                Basis.EXPLICIT,
                after="departure",
                change="directory.erasing.put_away_lists",
            ),
        ),
        kept=_("as long as the document"),
    )

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, verbose_name=_("document"), related_name="files"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(_("file"), storage=protected_storage, upload_to=random_name)
    name = models.CharField(_("name of the file"), max_length=120)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("hash of what was handed in"), max_length=64)
    media_type = models.CharField(_("media type"), max_length=100)
    large = models.FileField(storage=protected_storage, upload_to=random_name, blank=True)
    small = models.FileField(storage=protected_storage, upload_to=random_name, blank=True)
    width = models.PositiveIntegerField(_("width"), blank=True, null=True)
    height = models.PositiveIntegerField(_("height"), blank=True, null=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        verbose_name=_("uploaded by"),
        null=True,
        related_name="+",
    )
    # Whether it is a list that says what guests eat and need, whoever uploaded it.
    tells_needs = models.BooleanField(
        _("list of what guests eat and need"), default=False, editable=False
    )

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="directory_documentfile_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="directory_documentfile_number_begins_at_1"
            ),
            models.CheckConstraint(
                condition=Q(media_type__in=list(FORMATS)),
                name="directory_documentfile_format_is_known",
            ),
        ]

    def __str__(self):
        return f"{self.number}: {self.name}"

    def get_absolute_url(self):
        return reverse("documents:file", args=[self.document_id, self.number, self.name])

    @property
    def format(self):
        return FORMATS[self.media_type]

    @property
    def is_picture(self):
        return self.format.is_picture

    @property
    def small_width(self):
        return round(self.width * min(1, SMALL_SIDE / max(self.width, self.height)))


class DocumentLinkQuerySet(VisibleQuerySet):
    """A link is seen by those who may see both of its ends, and by nobody else."""

    audience_paths = ("document__audience",)

    def _let_in(self, audiences):
        ends = Q(pk__in=[])
        for kind, rows in self.records():
            if hasattr(rows, "_let_in"):
                rows = rows._let_in(audiences)
            ends |= Q(content_type=kind, object_id__in=rows.values("pk"))
        return super()._let_in(audiences).filter(ends)

    def to_nothing(self):
        """The links whose record is gone."""
        ends = Q(pk__in=[])
        for kind, rows in self.records():
            ends |= Q(content_type=kind, object_id__in=rows.values("pk"))
        return self.exclude(ends)

    def records(self):
        """(content type, all its rows) of each kind of record that a document hangs on."""
        kinds = ContentType.objects.filter(pk__in=self.order_by().values("content_type"))
        models_ = [(kind, kind.model_class()) for kind in kinds]
        return [(kind, model._default_manager.order_by()) for kind, model in models_ if model]


class DocumentLink(Record):
    """One document on one record of any kind; both may have many."""

    personal_data = NO_PERSONAL_DATA

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, verbose_name=_("document"), related_name="links"
    )
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, editable=False)
    object_id = models.PositiveBigIntegerField(editable=False)
    record = GenericForeignKey()
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("The smallest number comes first.")
    )

    objects = DocumentLinkQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")
        indexes = [models.Index(fields=["content_type", "object_id", "position"])]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "content_type", "object_id"],
                name="directory_documentlink_is_unique",
                violation_error_message=_("This document is attached already."),
            ),
        ]

    def __str__(self):
        return str(self.document)
