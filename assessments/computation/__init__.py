"""Long work over many records: what jobs do. Writes, but decides nothing."""

from assessments.computation.schedule import make_schedule
from assessments.computation.signs import compute_signs, official_works, previous_of

__all__ = ["compute_signs", "make_schedule", "official_works", "previous_of"]
