"""Drafting a plan: its head, its sections, its rows."""

from plans.services.editing.activities import (
    ActivityTexts,
    add_activity,
    change_activity,
    move_activity,
    place_activity,
    remove_activity,
    restore_activity,
)
from plans.services.editing.drafts import (
    NumberStyle,
    PlanHead,
    StampText,
    change_head,
    create_plan,
    renumber,
)
from plans.services.editing.sections import (
    add_section,
    change_section,
    move_section,
    remove_section,
    restore_section,
)

__all__ = [
    "ActivityTexts",
    "NumberStyle",
    "PlanHead",
    "StampText",
    "add_activity",
    "add_section",
    "change_activity",
    "change_head",
    "change_section",
    "create_plan",
    "move_activity",
    "move_section",
    "place_activity",
    "remove_activity",
    "remove_section",
    "renumber",
    "restore_activity",
    "restore_section",
]
