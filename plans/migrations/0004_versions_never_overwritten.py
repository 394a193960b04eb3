"""SQLite's REPLACE removes the old row without telling delete triggers: refuse it at insertion."""

from django.db import migrations

FREEZE = """
CREATE TRIGGER plans_planversion_no_overwrite BEFORE INSERT ON plans_planversion
WHEN EXISTS (
    SELECT 1 FROM plans_planversion
    WHERE id = NEW.id OR (plan_id = NEW.plan_id AND number = NEW.number)
)
BEGIN SELECT RAISE(ABORT, 'plans_planversion is append-only'); END
"""
THAW = "DROP TRIGGER plans_planversion_no_overwrite"


def freeze(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(FREEZE)


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(THAW)


class Migration(migrations.Migration):
    dependencies = [("plans", "0003_responsibility_corrected")]
    operations = [migrations.RunPython(freeze, thaw)]
