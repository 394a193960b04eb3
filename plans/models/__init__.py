"""Plans as people approve them: what is planned, who answers, what was approved and when."""

from plans.models.approval import Approval, PlanVersion, Publication, Signatory
from plans.models.calendar import CalendarDay, PlanSettings, SchoolQuarter
from plans.models.events import Event, EventDate, ReadingLink, Schedule, ScheduleDate
from plans.models.evidence import Evidence, Postponement
from plans.models.execution import Occurrence
from plans.models.imports import PlanImport
from plans.models.plans import (
    Activity,
    Plan,
    Section,
    Stamp,
    default_columns,
)
from plans.models.reminders import CalendarFeed, DecisionNotice, Digest, ReminderChoice
from plans.models.reports import ExecutionReport
from plans.models.responsibles import Organisation, Responsibility, RoleGroup
from plans.models.steps import EditStep

__all__ = [
    "Activity",
    "Approval",
    "CalendarDay",
    "CalendarFeed",
    "DecisionNotice",
    "Digest",
    "EditStep",
    "Event",
    "EventDate",
    "Evidence",
    "ExecutionReport",
    "Occurrence",
    "Organisation",
    "Plan",
    "PlanImport",
    "PlanSettings",
    "PlanVersion",
    "Postponement",
    "Publication",
    "ReadingLink",
    "ReminderChoice",
    "Responsibility",
    "RoleGroup",
    "Schedule",
    "ScheduleDate",
    "SchoolQuarter",
    "Section",
    "Signatory",
    "Stamp",
    "default_columns",
]
