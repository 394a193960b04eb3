"""The audit line: written in the transaction of the decision it records."""

from typing import Any

from django.db import models

from accounts.models import AuditEvent, User


def record_event(
    *, action: str, target: models.Model, by: User | None, **details: Any
) -> AuditEvent:
    """Add one line to the decision log.

    Args:
        action: stable name, noun-verb: `plan-approved`.
        target: the saved record the decision is about.
        by: who decided; None for the clock.
        details: JSON values worth reading later; ids and states, no personal data.
    """
    return AuditEvent.objects.create(
        action=action,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        by=by,
        committee_id=by.committee_id if by else None,
        details=details,
    )
