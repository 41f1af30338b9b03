from office.models.audience import Audience, VisibleQuerySet, VisibleRecord
from office.models.citations import Citation, Source
from office.models.codes import Code
from office.models.duties import Duty
from office.models.erasure import Erasure, ExportLog, Hold, Retention
from office.models.imports import Import, ImportedRow
from office.models.links import Link, LinkUse
from office.models.loaded import LoadedRecord
from office.models.notices import Notice
from office.models.office import Office
from office.models.outbox import Mail, MailTemplate
from office.models.papers import PaperTemplate
from office.models.privacy import PrivacyNotice, ReadsNotice
from office.models.records import Record, RecordQuerySet, localized_check, made_up, written
from office.models.search import SearchEntry
from office.models.translated import TranslatedRecord
from office.models.users import User

__all__ = [
    "Audience",
    "Citation",
    "Code",
    "Duty",
    "Erasure",
    "ExportLog",
    "Hold",
    "Import",
    "ImportedRow",
    "Link",
    "LinkUse",
    "LoadedRecord",
    "Mail",
    "MailTemplate",
    "Notice",
    "Office",
    "PaperTemplate",
    "PrivacyNotice",
    "ReadsNotice",
    "Record",
    "RecordQuerySet",
    "Retention",
    "SearchEntry",
    "Source",
    "TranslatedRecord",
    "User",
    "VisibleQuerySet",
    "VisibleRecord",
    "localized_check",
    "made_up",
    "written",
]
