"""Plans as people approve them: what is planned, who answers, what was approved and when."""

from plans.models.approval import Approval, PlanVersion
from plans.models.execution import Digest, Occurrence
from plans.models.imports import PlanImport
from plans.models.plans import (
    Activity,
    Plan,
    Section,
    Stamp,
    default_columns,
)
from plans.models.responsibles import Organisation, Responsibility, RoleGroup

__all__ = [
    "Activity",
    "Approval",
    "Digest",
    "Occurrence",
    "Organisation",
    "Plan",
    "PlanImport",
    "PlanVersion",
    "Responsibility",
    "RoleGroup",
    "Section",
    "Stamp",
    "default_columns",
]
