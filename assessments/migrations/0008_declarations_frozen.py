"""A signed declaration is frozen: the database itself refuses change and removal.

SQLite's REPLACE throws a row out without telling delete triggers: it is refused at insertion.
"""

from django.db import migrations

TABLE = "assessments_declaration"
REFUSED = f"SELECT RAISE(ABORT, '{TABLE} is append-only')"
IS_THERE = f"SELECT 1 FROM {TABLE} WHERE id = NEW.id"
SQLITE = {
    "no_update": f"BEFORE UPDATE ON {TABLE}",
    "no_delete": f"BEFORE DELETE ON {TABLE}",
    "no_overwrite": f"BEFORE INSERT ON {TABLE} WHEN EXISTS ({IS_THERE})",
}
POSTGRESQL = f"""
CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{TABLE} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse();
CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse();
"""


def freeze(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, when in SQLITE.items():
            schema_editor.execute(f"CREATE TRIGGER {TABLE}_{name} {when} BEGIN {REFUSED}; END")
    else:
        schema_editor.execute(POSTGRESQL)


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {TABLE}_{name}")
    else:
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0007_drafts_and_declarations")]
    operations = [migrations.RunPython(freeze, thaw)]
