"""How a committee reminds on a day: its quiet days, its horizons."""

import datetime

from plans.deadlines.horizons import Reminding, horizons_of
from plans.deadlines.working_days import LONGEST_REST
from plans.models import PlanSettings
from plans.reports.working_days import working_days_of

DAY = datetime.timedelta(days=1)


def reminding_of(committee_id: int, today: datetime.date) -> Reminding:
    """Two queries."""
    own = PlanSettings.objects.filter(committee_id=committee_id).first() or PlanSettings()
    working = working_days_of(committee_id, today, today)
    ahead = (today + DAY * number for number in range(1, LONGEST_REST))
    return Reminding(
        today=today,
        next_letter_on=next((day for day in ahead if working.is_working(day)), today + DAY),
        is_quiet=not working.is_working(today),
        horizons=horizons_of(own.horizons),
        escalate_after=own.escalate_after,
    )
