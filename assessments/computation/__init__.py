"""Long work over many records: what jobs do. Writes, but decides nothing."""

from assessments.computation.signs import compute_signs, official_works, previous_of

__all__ = ["compute_signs", "official_works", "previous_of"]
