"""People, their committee, their rights, what they decided, and work that waits for a worker."""

from accounts.models.audit import AuditEvent
from accounts.models.feeds import Feed, FeedQuerySet
from accounts.models.jobs import Job
from accounts.models.people import Committee, Invitation, Person, PortalUserManager, Role, User
from accounts.models.retention import (
    DestroyedPaper,
    DestroyedPaperQuerySet,
    DestructionAct,
    DestructionActQuerySet,
    KeptFile,
    RetentionPeriod,
)
from accounts.models.scans import Scan, ScanQuerySet

__all__ = [
    "AuditEvent",
    "Committee",
    "DestroyedPaper",
    "DestroyedPaperQuerySet",
    "DestructionAct",
    "DestructionActQuerySet",
    "Feed",
    "FeedQuerySet",
    "Invitation",
    "Job",
    "KeptFile",
    "Person",
    "PortalUserManager",
    "RetentionPeriod",
    "Role",
    "Scan",
    "ScanQuerySet",
    "User",
]
