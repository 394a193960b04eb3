"""What is understood of deadlines, read anew with a plan's period."""

from plans.deadlines import read_deadline
from plans.models import Activity, Plan
from plans.reports.working_days import term_of


def read_anew(plan: Plan) -> int:
    """Read all deadlines of a plan whose period has changed; corrections stay.

    Runs inside the caller's transaction, under its lock. Returns how many readings changed.
    """
    term = term_of(plan)
    changed = []
    for activity in Activity.objects.filter(section__plan=plan, readings_corrected=False):
        found = read_deadline(activity.deadline, *term) if activity.deadline.strip() else []
        kept = [reading.as_json() for reading in found]
        if kept != activity.readings:
            activity.readings = kept
            changed.append(activity)
    Activity.objects.bulk_update(changed, ["readings"])
    return len(changed)
