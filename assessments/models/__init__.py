"""Works, procedures, sessions, results and the signs computed from them."""

from assessments.models.catalogue import CatalogueImport, CatalogueImportQuerySet
from assessments.models.procedures import Procedure, ProcedureQuerySet, Session, SessionQuerySet
from assessments.models.reported import FederalMark, ReportedSample
from assessments.models.results import Protocol, Result, Upload
from assessments.models.signs import Reference, Sign, SignRun, SignRunQuerySet
from assessments.models.works import Item, Subject, Work

__all__ = [
    "CatalogueImport",
    "CatalogueImportQuerySet",
    "FederalMark",
    "Item",
    "Procedure",
    "ProcedureQuerySet",
    "Protocol",
    "Reference",
    "ReportedSample",
    "Result",
    "Session",
    "SessionQuerySet",
    "Sign",
    "SignRun",
    "SignRunQuerySet",
    "Subject",
    "Upload",
    "Work",
]
