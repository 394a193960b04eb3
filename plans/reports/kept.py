"""Which files of this room are kept for a period; the setting KEPT_KINDS names them."""

from django.db.models import F
from django.db.models.functions import Greatest

from accounts.retention import KeptKind
from plans.models import Evidence

LONGEST_TITLE = 200  # characters; a row of a plan may be a page long


def _belongs_to(evidence: Evidence) -> str:
    """What was proven, and whether the document was taken back: such files go by an act, too."""
    occurrence = evidence.occurrence
    row = occurrence.activity
    words = f"{row.number} {' '.join(row.title.split())[:LONGEST_TITLE]}".strip()
    told = [row.section.plan.title, words, str(occurrence.school or "")]
    told.append("отозвано" if evidence.withdrawn_at else "")
    return ", ".join(part for part in told if part)


# Work with what proves an activity ends with the plan, or on the day when the proof came later.
EVIDENCE = KeptKind(
    code="evidence",
    title="Подтверждения исполнения планов",
    model=Evidence,
    committee="occurrence__activity__section__plan__committee",
    day=Greatest(F("occurrence__activity__section__plan__period_to"), F("added_at__date")),
    related=("occurrence__activity__section__plan", "occurrence__school"),
    belongs_to=_belongs_to,
)
