from django.db import migrations
from django.db.models import Exists, F, OuterRef


def know_the_calendar(apps, schema_editor):
    """Sessions that stand on the day of the calendar were put there by it."""
    rows = apps.get_model("assessments", "CalendarRow").objects.filter(
        procedure=OuterRef("procedure"), work=OuterRef("work"), held_on=OuterRef("held_on")
    )
    sessions = apps.get_model("assessments", "Session").objects.filter(Exists(rows))
    sessions.update(calendar_on=F("held_on"))


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0014_sessions_by_the_calendar"),
    ]

    operations = [
        # Going back drops the column itself.
        migrations.RunPython(know_the_calendar, migrations.RunPython.noop),
    ]
