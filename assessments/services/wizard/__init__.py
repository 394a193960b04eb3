"""Many files at once: read, looked through by the person, confirmed, only then results."""

from assessments.services.wizard.confirming import Confirmed, confirm_draft, confirm_ready
from assessments.services.wizard.drafts import (
    drop_draft,
    receive_file,
    remove_stale_drafts,
)

__all__ = [
    "Confirmed",
    "confirm_draft",
    "confirm_ready",
    "drop_draft",
    "receive_file",
    "remove_stale_drafts",
]
