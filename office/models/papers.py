"""The office's own Word templates, one file each."""

from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from office.models.records import Record, RecordQuerySet
from office.personal import NO_PERSONAL_DATA
from office.pictures import protected_storage

FOLDER = "paper-templates"


def random_name(template, filename):
    return f"{FOLDER}/{uuid4().hex}.docx"


class PaperTemplateQuerySet(RecordQuerySet):
    def for_paper(self, kind, language):
        """
        The template in use for that kind of paper in that language, None where there is none.

        One for the language comes before one for all; of two the newer.
        """
        fitting = self.filter(kind=kind, is_active=True, language__in=["", language])
        return fitting.order_by("-language", "-pk").first()


class PaperTemplate(Record):
    """
    A Word file with fields, which the program fills (office/papers/docx.py).

    The file is never replaced: a changed template is a new one, and the old one is used again
    when the new one is switched off.
    """

    personal_data = NO_PERSONAL_DATA

    kind = models.CharField(_("kind of paper"), max_length=50)
    language = models.CharField(
        _("language"),
        max_length=7,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("In which language the paper is; empty for all of them."),
    )
    file = models.FileField(
        _("file"), storage=protected_storage, upload_to=random_name, editable=False
    )
    name = models.CharField(_("name of the file"), max_length=120, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)
    is_active = models.BooleanField(
        _("in use"),
        default=True,
        help_text=_("Of several in use for one paper and language, the newest is taken."),
    )
    note = models.CharField(
        _("note"), max_length=250, blank=True, help_text=_("For example what was changed, and why.")
    )

    objects = PaperTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "language", "-pk"]
        verbose_name = _("paper template")
        verbose_name_plural = _("paper templates")
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=["", *(code for code, _name in settings.LANGUAGES)]),
                name="office_papertemplate_language_is_known",
            ),
            models.CheckConstraint(condition=~Q(file=""), name="office_papertemplate_has_a_file"),
        ]

    def __str__(self):
        language = self.get_language_display()
        return " · ".join(str(part) for part in (self.label, language, self.name) if part)

    def clean(self):
        from office.papers.kinds import kinds

        if self.kind not in kinds.names():
            raise ValidationError({"kind": _("There is no paper of this kind.")})

    @property
    def label(self):
        """What the kind of paper is called; its key where the program no longer has it."""
        from office.papers.kinds import kinds

        return kinds.get(self.kind).label if self.kind in kinds.names() else self.kind
