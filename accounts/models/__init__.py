"""People, their committee, their rights, what they decided, and work that waits for a worker."""

from accounts.models.audit import AuditEvent
from accounts.models.jobs import Job
from accounts.models.people import Committee, Invitation, Person, PortalUserManager, Role, User

__all__ = [
    "AuditEvent",
    "Committee",
    "Invitation",
    "Job",
    "Person",
    "PortalUserManager",
    "Role",
    "User",
]
