"""What a deadline may wait for, by its own words; a proposal for a person to confirm."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from accounts.models import Committee
from assessments.models import Procedure
from plans.models import Event, Plan, Schedule
from plans.reports.waits import Wait

AFTER: Final = re.compile(
    r"(?:после|со дня|с момента|до|по мере|по итогам)\s+(?P<what>[а-яё][^.,;:\n]*)", re.IGNORECASE
)
HELD: Final = re.compile(r"проведени|(?<!\w)(?:ВПР|ДКР|РДР|ОГЭ|ЕГЭ)(?!\w)", re.IGNORECASE)
# A noun of action in the genitive, back to the nominative; of other words nothing is made.
NOMINATIVE: Final = (("ния", "ние"), ("тия", "тие"), ("ции", "ция"), ("вки", "вка"))
STEM: Final = 5  # letters; Russian endings change behind them
LONGEST_NAME: Final = 200


class Known(NamedTuple):
    """All that a reading of a plan may be linked to; `procedures` have no schedule yet."""

    events: list[Event]
    schedules: list[Schedule]
    procedures: list[Procedure]


def known_to(committee: Committee, plan: Plan) -> Known:
    """Three queries."""
    schedules = list(Schedule.objects.filter(committee=committee).select_related("procedure"))
    scheduled = {one.procedure_id for one in schedules}
    in_period = Procedure.objects.filter(
        committee=committee, ends_on__gte=plan.period_from, starts_on__lte=plan.period_to
    )
    return Known(
        events=list(Event.objects.filter(committee=committee)),
        schedules=schedules,
        procedures=[one for one in in_period if one.pk not in scheduled],
    )


def suggest(wait: Wait, plan: Plan, known: Known) -> str:
    """«schedule:3», «procedure:5», «event:7», or nothing."""
    if wait.reading.kind == "event":
        event = _event_in(wait.activity.deadline, known.events)
        if event:
            return f"event:{event.pk}"
        if not HELD.search(wait.activity.deadline):
            return ""  # «по мере появления документов»: no tests are waited for
    texts = (wait.activity.deadline, wait.activity.title)
    named = _procedure_in(texts, plan, known)
    return named or (_only_procedure(plan, known) if wait.reading.kind == "event" else "")


def _event_in(wording: str, events: Iterable[Event]) -> Event | None:
    """The event all of whose words stand in the wording; of several the most exact one."""
    stems = _stems(wording)
    named = [(len(words), event) for event in events if (words := _stems(event.name)) <= stems]
    fitting = [(count, event) for count, event in named if count]
    return max(fitting, key=lambda pair: (pair[0], -pair[1].pk))[1] if fitting else None


def _stems(text: str) -> set[str]:
    words = re.findall(r"[а-яё]+", text.lower().replace("ё", "е"))
    return {word[:STEM] for word in words if len(word) >= STEM}


def _procedure_in(texts: Iterable[str], plan: Plan, known: Known) -> str:
    """The procedure of the plan's period whose kind is named, first of all in the deadline."""
    offered = _offered(plan, known)
    for text in texts:
        for procedure, what in offered:
            label = procedure.get_kind_display()
            if re.search(rf"(?<!\w){label}(?!\w)", text, re.IGNORECASE):
                return what
    return ""


def _only_procedure(plan: Plan, known: Known) -> str:
    """«До проведения», and there is one thing that is held."""
    offered = _offered(plan, known)
    return offered[0][1] if len({procedure.pk for procedure, _ in offered}) == 1 else ""


def _offered(plan: Plan, known: Known) -> list[tuple[Procedure, str]]:
    """Procedures that begin in the plan's period; one that has a schedule, by its schedule."""
    all_of_them = [
        *((one.procedure, f"schedule:{one.pk}") for one in known.schedules if one.procedure),
        *((one, f"procedure:{one.pk}") for one in known.procedures),
    ]
    return [
        (procedure, what)
        for procedure, what in all_of_them
        if plan.period_from <= procedure.starts_on <= plan.period_to
    ]


def name_of_new(wording: str) -> str:
    """«после получения результатов» → «Получение результатов»; empty where it is not that plain."""
    for found in AFTER.finditer(wording):
        first, _, rest = found["what"].strip().partition(" ")
        for genitive, nominative in NOMINATIVE:
            if first.endswith(genitive) and len(first) > len(genitive) + 2:
                name = f"{first.removesuffix(genitive)}{nominative} {rest}".strip()
                return (name[0].upper() + name[1:])[:LONGEST_NAME]
    return ""
