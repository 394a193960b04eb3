"""What the state of the data allows, whoever asks: one rule, one function, one code."""

from observers.rules.assignments import (
    check_awaits_act,
    check_can_be_supplemented,
    check_can_deactivate,
    check_can_withdraw,
    check_hours,
    check_reason_given,
    check_verdict,
)
from observers.rules.observing import (
    RULES,
    SOFT,
    Conflict,
    check_can_observe,
    conflicts,
    conflicts_of,
)

__all__ = [
    "RULES",
    "SOFT",
    "Conflict",
    "check_awaits_act",
    "check_can_be_supplemented",
    "check_can_deactivate",
    "check_can_observe",
    "check_can_withdraw",
    "check_hours",
    "check_reason_given",
    "check_verdict",
    "conflicts",
    "conflicts_of",
]
