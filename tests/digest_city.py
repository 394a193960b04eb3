"""People with something due today, put into the database the environment names.

`python -m tests.digest_city` is for `tests/test_digest_processes.py`, whose own process has
another database. Today is worked here whatever the calendar says, and everybody's hour has come.
"""

import datetime
import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

from django.utils import timezone

from accounts.models import Committee
from plans.models import CalendarDay, ReminderChoice
from tests.plans.reminding import approved_section, due, person_of

READERS = 12


def settle() -> None:
    section = approved_section()
    today = timezone.localdate()
    for reader in [person_of(section) for _ in range(READERS)]:
        due(section, today, reader, title="Сдать сводный отчёт")
        ReminderChoice.objects.create(person=reader, hour=0, kinds=["today"])
    for committee in Committee.objects.all():
        for day in (today, today + datetime.timedelta(days=1)):
            CalendarDay.objects.create(committee=committee, day=day, is_working=True)


if __name__ == "__main__":
    settle()
