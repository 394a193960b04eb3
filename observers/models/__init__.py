"""Observers: who they are, where they may not go, where they went and what they saw."""

from observers.models.act_parts import (
    ActMark,
    ActScan,
    ActScanQuerySet,
    ActSupplement,
    ChecklistItem,
)
from observers.models.observing import (
    Accreditation,
    Assignment,
    AssignmentQuerySet,
    Interest,
    ObservationAct,
    ObservationActQuerySet,
    Observer,
    ObserverQuerySet,
)

__all__ = [
    "Accreditation",
    "ActMark",
    "ActScan",
    "ActScanQuerySet",
    "ActSupplement",
    "Assignment",
    "AssignmentQuerySet",
    "ChecklistItem",
    "Interest",
    "ObservationAct",
    "ObservationActQuerySet",
    "Observer",
    "ObserverQuerySet",
]
