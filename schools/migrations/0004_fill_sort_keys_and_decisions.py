"""What stood in one field of a case becomes its first decision; every school gets its key."""

import re

from django.db import migrations

DIGITS = 6
SORT_KEY_LENGTH = 500


def natural_key(text):
    plain = " ".join(text.casefold().replace("ё", "е").replace("№", " ").split())
    return re.sub(r"\d+", lambda number: number[0].zfill(DIGITS), plain)


def fill_sort_keys(apps, schema_editor):
    School = apps.get_model("schools", "School")
    for school in School.objects.only("name", "short_name").iterator():
        key = natural_key(school.short_name or school.name)[:SORT_KEY_LENGTH]
        School.objects.filter(pk=school.pk).update(sort_key=key)


def keep_decisions(apps, schema_editor):
    """Earlier texts are lost; the latest one is dated by the journal, or by the case itself."""
    Case = apps.get_model("schools", "Case")
    Decision = apps.get_model("schools", "CaseDecision")
    AuditEvent = apps.get_model("accounts", "AuditEvent")
    for case in Case.objects.exclude(decision="").filter(decisions__isnull=True):
        lines = AuditEvent.objects.filter(
            target_type="schools.case", target_id=case.pk, action="case-decided"
        )
        line = lines.order_by("-at", "-pk").first()
        Decision.objects.create(
            case=case,
            status=line.details.get("after", case.status) if line else case.status,
            text=case.decision,
            exit_condition=case.exit_condition,
            decided_at=line.at if line else case.opened_at,
            decided_by_id=line.by_id if line else None,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0003_sort_keys_and_decisions"),
        ("accounts", "0005_account_belongs_to_a_committee"),
    ]

    operations = [
        # Backwards nothing need be done: the step before takes the column and the table away.
        migrations.RunPython(fill_sort_keys, migrations.RunPython.noop),
        migrations.RunPython(keep_decisions, migrations.RunPython.noop),
    ]
