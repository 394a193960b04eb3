"""A plan on its way: review, signatures in turn, approval, amendments."""

from plans.services.approval.amending import start_amendment
from plans.services.approval.freezing import approve_plan
from plans.services.approval.signing import name_signatories, sign_plan
from plans.services.approval.way import comment_plan, return_plan, submit_plan, withdraw_plan

__all__ = [
    "approve_plan",
    "comment_plan",
    "name_signatories",
    "return_plan",
    "sign_plan",
    "start_amendment",
    "submit_plan",
    "withdraw_plan",
]
