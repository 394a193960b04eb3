"""A file goes into a draft that is there already, row by row as a person chose."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.audit import record_event
from accounts.models import User
from plans import rules
from plans.documents.outline import OutlineActivity, PlanOutline
from plans.models import Activity, EditStep, Plan, PlanImport, Section
from plans.reports.file_head import HeadPart
from plans.reports.merging import Merge, MergeRow, differences, fitting_texts, merge_of
from plans.reports.working_days import term_of
from plans.services import responsibility
from plans.services.editing import steps
from plans.services.editing.activities import readings_of
from plans.services.editing.heads import Said, head_said, say_head
from plans.services.editing.numbering import keep_numbers
from plans.services.locked import locked_draft, put_in_order


@transaction.atomic
def merge_file(*, plan_id: int, import_id: int, taken: Collection[str], by: User) -> EditStep:
    """Add, change and remove what `taken` names by its key: all of it, or nothing.

    Rows, and what stands around the table. What the file does not tell stays. The whole step can
    be taken back like any other.

    Raises:
        Plan.DoesNotExist, PlanImport.DoesNotExist, NotAllowed,
        RuleViolation: plan-not-draft, nothing-left,
            stale (something has changed since it was shown).
    """
    plan = locked_draft(plan_id, by)
    kept = PlanImport.objects.visible_to(by).get(pk=import_id)
    outline = PlanOutline.from_json(kept.outline)
    merge = merge_of(plan, outline)
    rules.check_something_taken(taken)
    rules.check_still_proposed(taken, merge.keys)
    return _Merging(plan, outline, merge, by).write(set(taken))


class _Merging:
    """One merge under way; `before` is what the step will be taken back with."""

    def __init__(self, plan: Plan, outline: PlanOutline, merge: Merge, by: User) -> None:
        self._plan, self._outline, self._merge, self._by = plan, outline, merge, by
        self._before: steps.Before = {}
        self._term = term_of(plan)

    def write(self, taken: set[str]) -> EditStep:
        chosen = [row for row in self._merge.rows if row.key in taken]
        changed = self._change([row for row in chosen if row.state == "changed"])
        removed = self._remove([row.row for row in chosen if row.state == "missing" and row.row])
        added = self._add([row for row in chosen if row.state == "added"])
        head = self._take_head([part for part in self._merge.head if part.key in taken])
        keep_numbers(self._plan)
        record_event(
            action="file-merged",
            target=self._plan,
            by=self._by,
            added=len(added),
            changed=len(changed),
            removed=len(removed),
            head=sorted(head),
        )
        return steps.remember(
            plan=self._plan,
            by=self._by,
            action=EditStep.Action.MERGED,
            activities=[*changed, *removed, *added],
            before=self._before,
        )

    def _change(self, chosen: list[MergeRow]) -> list[Activity]:
        rows = [one.row for one in chosen if one.row]
        self._before |= steps.before_change(rows)
        reworded, now = [], timezone.now()
        for one in chosen:
            if one.row is None or one.new is None:
                continue
            names = list(differences(self._plan, self._outline, one.row, one.new))
            texts = fitting_texts(one.new)
            for name in names:
                setattr(one.row, name, texts[name])
            if "deadline" in names:
                one.row.readings = readings_of(one.row.deadline, self._term)
                one.row.readings_corrected = False
            if "responsible" in names:
                reworded.append(one.row)
            one.row.version += 1
            one.row.changed_by, one.row.changed_at = self._by, now
        Activity.objects.bulk_update(
            rows, [*steps.REMEMBERED, "version", "changed_by", "changed_at"]
        )
        responsibility.recognise(reworded, committee_id=self._plan.committee_id)
        return rows

    def _take_head(self, parts: list[HeadPart]) -> Said:
        new: Said = {}
        for part in parts:
            new |= part.said
        if new:
            was = head_said(self._plan, new)
            say_head(self._plan, new)
            self._before["head"] = {"was": was, "now": new}
        return new

    def _remove(self, rows: list[Activity]) -> list[Activity]:
        keys = [row.pk for row in rows]
        Activity.objects.filter(pk__in=keys).update(deleted_at=timezone.now())
        self._before["removed"] = keys
        return rows

    def _add(self, chosen: list[MergeRow]) -> list[Activity]:
        """Each below the row of the file that stands above it, wherever that is in the plan."""
        added, sections = [], []
        for home in dict.fromkeys(one.home for one in chosen):
            section = self._merge.homes.get(home)
            if section is None:
                section = self._new_section(self._outline.sections[home].title)
                sections.append(section.pk)
            added += self._add_to(section, [one for one in chosen if one.home == home])
        responsibility.recognise(added, committee_id=self._plan.committee_id)
        self._before |= {"added": [row.pk for row in added], "sections": sections}
        return added

    def _new_section(self, title: str) -> Section:
        last = self._plan.sections.count()
        return Section.objects.create(plan=self._plan, position=last + 1, title=title)

    def _add_to(self, section: Section, chosen: list[MergeRow]) -> list[Activity]:
        own = {one.place: one.row for one in self._merge.rows if one.row and one.place >= 0}
        order = list(section.activities.order_by("position", "pk"))
        new: dict[int, Activity] = {}
        for one in chosen:
            if one.new is None:
                continue
            row = self._activity(section, one.new, len(order) + 1)
            above = new.get(one.place - 1) or own.get(one.place - 1)
            is_first = one.place == self._first_place(one.home)
            place = order.index(above) + 1 if above in order else len(order)
            order.insert(0 if is_first else place, row)
            new[one.place] = row
        put_in_order(order)
        return list(new.values())

    def _first_place(self, home: int) -> int:
        return sum(len(part.activities) for part in self._outline.sections[:home])

    def _activity(self, section: Section, new: OutlineActivity, position: int) -> Activity:
        return Activity.objects.create(
            section=section,
            position=position,
            readings=readings_of(new.deadline, self._term),
            changed_by=self._by,
            **fitting_texts(new),
        )
