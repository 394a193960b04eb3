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
from plans.services.editing.bulk import (
    Chosen,
    SharedField,
    carry_many,
    change_many,
    remove_many,
)
from plans.services.editing.drafts import (
    PlanHead,
    change_head,
    create_plan,
)
from plans.services.editing.heads import StampText
from plans.services.editing.numbering import renumber
from plans.services.editing.pasting import NewPart, paste_rows
from plans.services.editing.sections import (
    add_section,
    change_section,
    move_section,
    remove_section,
    restore_section,
)
from plans.services.editing.steps import undo_row, undo_step

__all__ = [
    "ActivityTexts",
    "Chosen",
    "NewPart",
    "PlanHead",
    "SharedField",
    "StampText",
    "add_activity",
    "add_section",
    "carry_many",
    "change_activity",
    "change_head",
    "change_many",
    "change_section",
    "create_plan",
    "move_activity",
    "move_section",
    "paste_rows",
    "place_activity",
    "remove_activity",
    "remove_many",
    "remove_section",
    "renumber",
    "restore_activity",
    "restore_section",
    "undo_row",
    "undo_step",
]
