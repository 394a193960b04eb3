"""A decided act of destruction is frozen with its lines: the database itself refuses change.

A draft may change until it is confirmed or withdrawn. Of a line one thing happens later: its files
are erased, once. SQLite's REPLACE throws a row out without telling delete triggers: it is refused
where the new row would take the place of a frozen one.
"""

from django.db import migrations

ACT, PAPER = "accounts_destructionact", "accounts_destroyedpaper"
# Everything a line says; `erased_at` is told apart.
SAID = (
    "id", "act_id", "kind", "target_id", "name", "belongs_to", "dated_on", "kept_until", "sha256",
    "size", "files", "is_live", "was_missing",
)  # fmt: skip


def decided(act_id):
    return f"EXISTS (SELECT 1 FROM {ACT} WHERE id = {act_id} AND status <> 'draft')"


def differs(operator):
    return " OR ".join(f"NEW.{name} {operator} OLD.{name}" for name in SAID)


LINE_CHANGED = f"OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL OR {differs('IS NOT')}"
ACT_IN_THE_WAY = f"""
SELECT 1 FROM {ACT} WHERE status <> 'draft' AND (
    id = NEW.id OR (committee_id = NEW.committee_id AND year = NEW.year AND number = NEW.number)
)"""
LINE_IN_THE_WAY = f"""
SELECT 1 FROM {PAPER} AS line JOIN {ACT} AS act ON act.id = line.act_id
WHERE act.status <> 'draft' AND (
    line.id = NEW.id OR (
        line.is_live AND NEW.is_live AND line.kind = NEW.kind AND line.target_id = NEW.target_id
    )
)"""
SQLITE = {
    ACT: {
        "no_update": f"BEFORE UPDATE ON {ACT} WHEN OLD.status <> 'draft'",
        "no_delete": f"BEFORE DELETE ON {ACT} WHEN OLD.status <> 'draft'",
        "no_overwrite": f"BEFORE INSERT ON {ACT} WHEN EXISTS ({ACT_IN_THE_WAY})",
        "no_taking_of_place": (
            f"BEFORE UPDATE ON {ACT} WHEN OLD.status = 'draft' AND EXISTS ({ACT_IN_THE_WAY})"
        ),
    },
    PAPER: {
        "no_update": (
            f"BEFORE UPDATE ON {PAPER} WHEN {decided('NEW.act_id')} AND NOT {decided('OLD.act_id')}"
            f" OR {decided('OLD.act_id')} AND ({LINE_CHANGED})"
        ),
        "no_delete": f"BEFORE DELETE ON {PAPER} WHEN {decided('OLD.act_id')}",
        "no_overwrite": (
            f"BEFORE INSERT ON {PAPER} WHEN {decided('NEW.act_id')} OR EXISTS ({LINE_IN_THE_WAY})"
        ),
        "no_taking_of_place": (
            f"BEFORE UPDATE ON {PAPER}"
            f" WHEN NOT {decided('OLD.act_id')} AND EXISTS ({LINE_IN_THE_WAY})"
        ),
    },
}
NO = "USING ERRCODE = 'integrity_constraint_violation'"
POSTGRESQL = f"""
CREATE FUNCTION {ACT}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{ACT} is append-only' {NO}; END $$;
CREATE FUNCTION {ACT}_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM {ACT} WHERE status <> 'draft') THEN
    RAISE EXCEPTION '{ACT} is append-only' {NO};
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION {PAPER}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND {decided("OLD.act_id")} THEN
    IF TG_OP = 'DELETE' OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL
       OR {differs("IS DISTINCT FROM")} THEN
      RAISE EXCEPTION '{PAPER} is append-only' {NO};
    END IF;
  ELSIF TG_OP <> 'DELETE' AND {decided("NEW.act_id")} THEN
    RAISE EXCEPTION '{PAPER} is append-only' {NO};
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {ACT}_no_change BEFORE UPDATE OR DELETE ON {ACT}
FOR EACH ROW WHEN (OLD.status <> 'draft') EXECUTE FUNCTION {ACT}_refuse();
CREATE TRIGGER {ACT}_no_truncate BEFORE TRUNCATE ON {ACT}
FOR EACH STATEMENT EXECUTE FUNCTION {ACT}_refuse_truncate();
CREATE TRIGGER {PAPER}_no_change BEFORE INSERT OR UPDATE OR DELETE ON {PAPER}
FOR EACH ROW EXECUTE FUNCTION {PAPER}_refuse();
CREATE TRIGGER {PAPER}_no_truncate BEFORE TRUNCATE ON {PAPER}
FOR EACH STATEMENT EXECUTE FUNCTION {ACT}_refuse_truncate();
"""


def freeze(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(POSTGRESQL)
        return
    for table, triggers in SQLITE.items():
        for name, when in triggers.items():
            refused = f"SELECT RAISE(ABORT, '{table} is append-only')"
            schema_editor.execute(f"CREATE TRIGGER {table}_{name} {when} BEGIN {refused}; END")


def thaw(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        for name in (f"{ACT}_refuse", f"{ACT}_refuse_truncate", f"{PAPER}_refuse"):
            schema_editor.execute(f"DROP FUNCTION {name}() CASCADE")
        return
    for table, triggers in SQLITE.items():
        for name in triggers:
            schema_editor.execute(f"DROP TRIGGER {table}_{name}")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_retention_and_acts_of_destruction")]
    operations = [migrations.RunPython(freeze, thaw)]
