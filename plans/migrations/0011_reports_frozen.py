"""An accepted report is frozen: the database itself refuses change and removal.

A draft may change until `accepted_at` is set. SQLite's REPLACE throws a row out without telling
delete triggers: it is refused where the new row would take the place of an accepted one.
"""

from django.db import migrations

TABLE = "plans_executionreport"
REFUSED = f"SELECT RAISE(ABORT, '{TABLE} is append-only')"
FROZEN_IS_THERE = f"SELECT 1 FROM {TABLE} WHERE id = NEW.id AND accepted_at IS NOT NULL"
SQLITE = {
    "no_update": f"BEFORE UPDATE ON {TABLE} WHEN OLD.accepted_at IS NOT NULL",
    "no_delete": f"BEFORE DELETE ON {TABLE} WHEN OLD.accepted_at IS NOT NULL",
    "no_overwrite": f"BEFORE INSERT ON {TABLE} WHEN EXISTS ({FROZEN_IS_THERE})",
    "no_taking_of_place": (
        f"BEFORE UPDATE OF id ON {TABLE} WHEN NEW.id <> OLD.id AND EXISTS ({FROZEN_IS_THERE})"
    ),
}
POSTGRESQL = f"""
CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{TABLE} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE FUNCTION {TABLE}_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM {TABLE} WHERE accepted_at IS NOT NULL) THEN
    RAISE EXCEPTION '{TABLE} is append-only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW WHEN (OLD.accepted_at IS NOT NULL) EXECUTE FUNCTION {TABLE}_refuse();
CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse_truncate();
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
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuse_truncate() CASCADE")


class Migration(migrations.Migration):
    dependencies = [("plans", "0010_tokens_never_overwritten")]
    operations = [migrations.RunPython(freeze, thaw)]
