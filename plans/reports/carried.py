"""What of an earlier plan was not done: it goes on in the next one."""

from plans.models import Activity, Occurrence, Plan


def unfinished_of(plan: Plan) -> set[int]:
    """Rows of which nothing was done, though something could have been. Two queries."""
    rows = Activity.objects.live().filter(section__plan=plan)
    needed = Occurrence.objects.filter(activity__section__plan=plan).exclude(
        state=Occurrence.State.NOT_APPLICABLE
    )
    done = needed.filter(state=Occurrence.State.DONE).values_list("activity_id", flat=True)
    missed = rows.filter(pk__in=needed.values("activity_id")).exclude(pk__in=set(done))
    return set(missed.values_list("pk", flat=True))


def carried_over(plan: Plan) -> list[Activity]:
    """Rows of a plan that go on from unfinished ones of the plan it was made of. Three queries."""
    if plan.copied_from_id is None:
        return []
    rows = Activity.objects.live().filter(section__plan=plan)
    carried = rows.filter(
        origin__in=unfinished_of(Plan(pk=plan.copied_from_id)),
        origin__section__plan_id=plan.copied_from_id,
    )
    return list(carried.order_by("section__position", "section_id", "position", "pk"))
