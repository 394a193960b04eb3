"""SQLite's REPLACE removes the old row without telling delete triggers: refuse it at insertion."""

from django.db import migrations

FREEZE = """
CREATE TRIGGER accounts_auditevent_no_overwrite BEFORE INSERT ON accounts_auditevent
WHEN EXISTS (SELECT 1 FROM accounts_auditevent WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'accounts_auditevent is append-only'); END
"""
THAW = "DROP TRIGGER accounts_auditevent_no_overwrite"


def freeze(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(FREEZE)


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(THAW)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_audit_append_only")]
    operations = [migrations.RunPython(freeze, thaw)]
