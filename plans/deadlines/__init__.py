"""Deadlines are read, never rewritten: the wording is printed, the reading is reminded of."""

from plans.deadlines.quarters import USUAL_QUARTERS, SchoolQuarters
from plans.deadlines.reader import read_deadline, said
from plans.deadlines.readings import Reading, is_understood, reading_from_json
from plans.deadlines.spans import Span, due_dates, spans
from plans.deadlines.working_days import WorkingDays

__all__ = [
    "USUAL_QUARTERS",
    "Reading",
    "SchoolQuarters",
    "Span",
    "WorkingDays",
    "due_dates",
    "is_understood",
    "read_deadline",
    "reading_from_json",
    "said",
    "spans",
]
