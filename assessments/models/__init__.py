"""Works, procedures, sessions, results and the signs computed from them."""

from assessments.models.calendar import (
    CalendarRow,
    CalendarRowQuerySet,
    DrawnWork,
    DrawnWorkQuerySet,
    SubjectDraw,
)
from assessments.models.catalogue import CatalogueImport, CatalogueImportQuerySet
from assessments.models.collecting import CollectionReminder
from assessments.models.declarations import (
    Declaration,
    DeclarationFall,
    DeclarationQuerySet,
)
from assessments.models.feeds import ScheduleFeed
from assessments.models.imports import ResultsImport, ResultsImportQuerySet
from assessments.models.procedures import (
    Procedure,
    ProcedureQuerySet,
    Session,
    SessionQuerySet,
    facts_of_session,
)
from assessments.models.protocols import Protocol, ProtocolQuerySet
from assessments.models.reconciliation import (
    Discrepancy,
    DiscrepancyNote,
    DiscrepancyQuerySet,
    Tally,
)
from assessments.models.reported import FederalMark, ReportedSample
from assessments.models.results import Result, Upload
from assessments.models.signs import Reference, Sign, SignRun, SignRunQuerySet
from assessments.models.uploads import (
    ReplacementRequest,
    ReplacementRequestQuerySet,
    UploadDraft,
    UploadDraftQuerySet,
)
from assessments.models.works import Item, Subject, Work

__all__ = [
    "CalendarRow",
    "CalendarRowQuerySet",
    "CatalogueImport",
    "CatalogueImportQuerySet",
    "CollectionReminder",
    "Declaration",
    "DeclarationFall",
    "DeclarationQuerySet",
    "Discrepancy",
    "DiscrepancyNote",
    "DiscrepancyQuerySet",
    "DrawnWork",
    "DrawnWorkQuerySet",
    "FederalMark",
    "Item",
    "Procedure",
    "ProcedureQuerySet",
    "Protocol",
    "ProtocolQuerySet",
    "Reference",
    "ReplacementRequest",
    "ReplacementRequestQuerySet",
    "ReportedSample",
    "Result",
    "ResultsImport",
    "ResultsImportQuerySet",
    "ScheduleFeed",
    "Session",
    "SessionQuerySet",
    "Sign",
    "SignRun",
    "SignRunQuerySet",
    "Subject",
    "SubjectDraw",
    "Tally",
    "Upload",
    "UploadDraft",
    "UploadDraftQuerySet",
    "Work",
    "facts_of_session",
]
