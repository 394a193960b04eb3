"""SQLite's REPLACE would also remove the version that has the same token: refuse that, too."""

from django.db import migrations

FREEZE = """
CREATE TRIGGER plans_planversion_no_overwrite BEFORE INSERT ON plans_planversion
WHEN EXISTS (
    SELECT 1 FROM plans_planversion
    WHERE id = NEW.id OR (plan_id = NEW.plan_id AND number = NEW.number){also}
)
BEGIN SELECT RAISE(ABORT, 'plans_planversion is append-only'); END
"""
THAW = "DROP TRIGGER plans_planversion_no_overwrite"


def refuse_same_token(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(THAW)
        schema_editor.execute(FREEZE.format(also=" OR token = NEW.token"))


def as_before(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(THAW)
        schema_editor.execute(FREEZE.format(also=""))


class Migration(migrations.Migration):
    dependencies = [("plans", "0009_links_know_their_wording")]
    operations = [migrations.RunPython(refuse_same_token, as_before)]
