"""A plan on paper: a draft as it stands, an approved plan as it was frozen."""

import hashlib
from typing import NamedTuple

from accounts.errors import RuleViolation
from plans.documents.pdf import PrintOptions, print_plan
from plans.documents.refusal import PrintRefused
from plans.models import Plan
from plans.reports.outline import plan_outline

DRAFT_MARK = "ПРОЕКТ"


class Printed(NamedTuple):
    pdf: bytes
    sha256: str
    is_frozen: bool


def printed_plan(plan: Plan) -> Printed:
    """The PDF of a plan; of an approved one the very bytes that were frozen.

    Raises:
        RuleViolation: the codes of print (too-many-rows, too-long, …).
    """
    version = plan.versions.order_by("-number").first()
    if plan.status == Plan.Status.APPROVED and version is not None:
        return Printed(bytes(version.pdf), version.sha256, is_frozen=True)
    # Nothing but a frozen version may look approved.
    try:
        pdf = print_plan(plan_outline(plan), options=PrintOptions(mark=DRAFT_MARK))
    except PrintRefused as refused:
        raise RuleViolation(refused.code, str(refused)) from refused
    return Printed(pdf, hashlib.sha256(pdf).hexdigest(), is_frozen=False)
