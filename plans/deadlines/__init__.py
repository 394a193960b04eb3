"""Deadlines are read, never rewritten: the wording is printed, the reading is reminded of."""

from plans.deadlines.quarters import USUAL_QUARTERS, SchoolQuarters
from plans.deadlines.reader import ReadDeadline, read_deadline, read_wording
from plans.deadlines.readings import Reading, is_understood, reading_from_json
from plans.deadlines.said import said
from plans.deadlines.spans import Span, due_dates, spans
from plans.deadlines.working_days import WorkingDays

__all__ = [
    "USUAL_QUARTERS",
    "ReadDeadline",
    "Reading",
    "SchoolQuarters",
    "Span",
    "WorkingDays",
    "due_dates",
    "is_understood",
    "read_deadline",
    "read_wording",
    "reading_from_json",
    "said",
    "spans",
]
