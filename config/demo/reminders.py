"""How people of the demo city want to be reminded: not everybody the same."""

from config.demo.city import City
from plans.models import ReminderChoice
from plans.services import reminders

ABOUT = ReminderChoice.About
EVERYTHING = tuple(ABOUT.values)


def choose_reminders(city: City) -> None:
    """The editor reads early, the head the week and what presses, one deputy nothing at all."""
    choices = (
        (city.editor, 7, EVERYTHING, False),
        (city.head, 9, (ABOUT.OVERDUE, ABOUT.CONTROL, ABOUT.WAITING, ABOUT.WEEKLY), False),
        (city.deputies["2"], 13, (ABOUT.OVERDUE, ABOUT.TODAY, ABOUT.AHEAD), False),
        (city.deputies["5"], 8, EVERYTHING, True),
    )
    for user, hour, kinds, is_off in choices:
        reminders.choose_reminders(
            hour=hour, kinds=[str(kind) for kind in kinds], is_off=is_off, by=user
        )
