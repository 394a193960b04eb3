"""What the state of a plan allows, whoever asks: one rule, one function, one test table."""

from plans.rules.approval import (
    check_decision_was_written,
    check_has_activities,
    check_on_review,
    check_order,
    check_plan_version,
    check_remarks,
    check_same_order,
)
from plans.rules.editing import (
    WHY_NOT_DRAFT,
    check_known_responsible,
    check_not_removed,
    check_parts_unchanged,
    check_period,
    check_plan_is_draft,
    check_row_was_written,
    check_same_version,
    next_number,
)
from plans.rules.execution import (
    check_case_is_open,
    check_plan_is_approved,
    check_same_state,
    check_state_explained,
)
from plans.rules.imports import (
    MAX_FILE_BYTES,
    check_file_size,
    check_import_is_new,
    check_one_committee,
    check_something_left,
)

__all__ = [
    "MAX_FILE_BYTES",
    "WHY_NOT_DRAFT",
    "check_case_is_open",
    "check_decision_was_written",
    "check_file_size",
    "check_has_activities",
    "check_import_is_new",
    "check_known_responsible",
    "check_not_removed",
    "check_on_review",
    "check_one_committee",
    "check_order",
    "check_parts_unchanged",
    "check_period",
    "check_plan_is_approved",
    "check_plan_is_draft",
    "check_plan_version",
    "check_remarks",
    "check_row_was_written",
    "check_same_order",
    "check_same_state",
    "check_same_version",
    "check_something_left",
    "check_state_explained",
    "next_number",
]
