"""What was set on rows of the plan in force while an amendment of it was being prepared.

Three say something of a row: the row as it was when it was copied, the row now, and its copy. What
only one of the two changed holds; where both did, the copy's word holds, as it is what was signed.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from plans.models import Activity, Plan, ReadingLink, Responsibility

WHAT = {
    "readings": "прочтение срока",
    "evidence": "чем подтверждается",
    "people": "ответственные",
    "links": "чего ждёт срок",
}


class Facts(NamedTuple):
    """What people set on a row beside its texts; lists, as they come back from JSON.

    `people`: wording, role, person, group, organisation, whether corrected by hand.
    `links`: position, wording, event, schedule.
    """

    deadline: str = ""
    readings: list[Any] = []
    corrected: bool = False
    evidence: list[str] = []
    people: list[list[Any]] = []
    links: list[list[Any]] = []


class Merged(NamedTuple):
    """What a row will be; `overruled` names what was set on it meanwhile and gives way."""

    facts: Facts
    overruled: list[str]


class Overruled(NamedTuple):
    """A row whose settings give way to the amendment, in words."""

    row: Activity
    what: list[str]


def facts_by_row(rows: Iterable[Activity]) -> dict[int, Facts]:
    """Two queries, however many rows."""
    known = {row.pk: row for row in rows}
    people: dict[int, list[list[Any]]] = {pk: [] for pk in known}
    links: dict[int, list[list[Any]]] = {pk: [] for pk in known}
    for part in Responsibility.objects.filter(activity__in=known).order_by("position", "pk"):
        who = [part.person_id, part.group_id, part.organisation_id]
        people[part.activity_id].append([part.wording, part.role, *who, part.is_corrected])
    for link in ReadingLink.objects.filter(activity__in=known).order_by("position"):
        links[link.activity_id].append(
            [link.position, link.wording, link.event_id, link.schedule_id]
        )
    return {
        pk: Facts(
            row.deadline,
            row.readings,
            row.readings_corrected,
            row.evidence_kinds,
            people[pk],
            links[pk],
        )
        for pk, row in known.items()
    }


def merged(was: Facts, now: Facts, copy: Facts) -> Merged:
    """A row of the plan in force with its amendment.

    Args:
        was: the row when it was copied.
        now: the row as it is.
        copy: the row of the amendment.
    """
    readings, their_reading = _readings(was, now, copy)
    evidence, their_evidence = _one(was.evidence, now.evidence, copy.evidence)
    people, their_people = _people(was, now, copy)
    links, their_links = _links(was, now, copy)
    facts = Facts(copy.deadline, readings[0], readings[1], evidence, people, links)
    overruled = {
        "readings": their_reading,
        "evidence": their_evidence,
        "people": their_people,
        "links": their_links,
    }
    return Merged(facts, [name for name, is_so in overruled.items() if is_so])


def merged_rows(
    rows: Iterable[Activity], copied: dict[int, Facts], own: dict[int, Facts]
) -> dict[int, Merged]:
    """By row of the amendment. A row that is new, or copied before facts were kept, says itself."""
    found = {}
    for row in rows:
        copy = copied[row.pk]
        now = own.get(row.origin_id or 0)
        if now is None:
            found[row.pk] = Merged(copy, [])
        else:
            was = Facts(**row.origin_facts) if row.origin_facts else now
            found[row.pk] = merged(was, now, copy)
    return found


def overruled_by(copy: Plan) -> list[Overruled]:
    """What approval of this amendment would overrule in the plan in force. Six queries."""
    if copy.amends_id is None or copy.status == Plan.Status.MERGED:
        return []
    rows = list(
        Activity.objects.live()
        .filter(section__plan=copy)
        .order_by("section__position", "section_id", "position", "pk")
    )
    there = Activity.objects.live().filter(section__plan=copy.amends_id)
    found = merged_rows(rows, facts_by_row(rows), facts_by_row(there))
    return [
        Overruled(row, [WHAT[name] for name in found[row.pk].overruled])
        for row in rows
        if found[row.pk].overruled
    ]


def _one(was: Any, now: Any, copy: Any) -> tuple[Any, bool]:
    """The value that holds, and whether somebody's later one gives way to it."""
    if copy == was:
        return now, False
    return copy, now not in (was, copy)


def _readings(was: Facts, now: Facts, copy: Facts) -> tuple[tuple[list[Any], bool], bool]:
    """What the deadline means. A person's correction outweighs what was only read anew, and falls
    with the wording it was made for."""
    then, there, here = ((one.readings, one.corrected) for one in (was, now, copy))
    if copy.deadline != now.deadline:
        return here, there != then and now.corrected
    if now.corrected and not copy.corrected and not was.corrected:
        return there, False
    return _one(then, there, here)


def _people(was: Facts, now: Facts, copy: Facts) -> tuple[list[list[Any]], bool]:
    """Part by part, in the order of the amendment's wording."""
    then, there = ({wording: said for wording, *said in one.people} for one in (was, now))
    people, overruled = [], False
    for wording, *said in copy.people:
        if wording not in there:
            people.append([wording, *said])
            continue
        # The last thing said is whether a person said it.
        is_by_hand = there[wording][-1] and not said[-1]
        before = said if is_by_hand else then.get(wording)
        holds, gives_way = _one(before, there[wording], said)
        people.append([wording, *holds])
        overruled = overruled or gives_way
    return people, overruled


def _links(was: Facts, now: Facts, copy: Facts) -> tuple[list[list[Any]], bool]:
    """Reading by reading; a reworded deadline waits for what the amendment says."""
    then, there, here = (
        {position: said for position, *said in one.links} for one in (was, now, copy)
    )
    if copy.deadline != now.deadline:
        return copy.links, there not in (then, here)
    links, overruled = [], False
    for position in sorted({*there, *here}):
        holds, gives_way = _one(then.get(position), there.get(position), here.get(position))
        overruled = overruled or gives_way
        if holds is not None:
            links.append([position, *holds])
    return links, overruled
