"""Deadlines are read, never rewritten: the wording is printed, the reading is reminded of."""

from plans.deadlines.reader import Reading, due_dates, read_deadline, reading_from_json, said

__all__ = ["Reading", "due_dates", "read_deadline", "reading_from_json", "said"]
