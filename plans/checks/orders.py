"""The order that approves the plan, where it is named more than once."""

import re
from collections.abc import Iterator

from plans.checks.findings import Checked, Finding, Severity, check
from plans.documents.heading import find_order

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@check
def one_order_named_two_ways(plan: Checked) -> Iterator[Finding]:
    """The stamp, the annex and the plan's own order must say one date and one number."""
    named = [order for stamp in plan.stamps if (order := find_order([stamp]))]
    if plan.order is not None:
        named.append(plan.order)
    for what, word in (("date", "Дата"), ("number", "Номер")):
        said = sorted({getattr(order, what) for order in named} - {""})
        if len(said) > 1:
            shown = " и ".join(_shown(one) for one in said)
            text = f"{word} приказа названы по-разному: {shown}."
            yield Finding(f"order-{what}-differs", Severity.ERROR, text)


@check
def stamps_without_approval(plan: Checked) -> Iterator[Finding]:
    """A plan is approved by somebody: the portal adds the stamp, a person may want their own."""
    if not any(stamp.kind == "approved" for stamp in plan.stamps):
        text = "Нет грифа утверждения: при утверждении портал напечатает «Утверждён приказом …»."
        yield Finding("no-approval-stamp", Severity.HINT, text)


def _shown(value: str) -> str:
    return DAY.sub(r"\3.\2.\1", value)
