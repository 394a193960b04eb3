"""An approved version stays as approved, whatever words of SQL ask to overwrite it."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from plans.models import PlanVersion
from tests.database import without_append_only_triggers
from tests.factories.accounts import UserFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db

TABLE = "plans_planversion"
COLUMNS = (
    "plan_id, number, outline, pdf, sha256, order_number, order_date, approved_at, approved_by_id, "
    "token"
)
FORGED = COLUMNS.replace("order_number", "'777'")


@pytest.fixture
def version():
    return PlanVersion.objects.create(
        plan=PlanFactory(),
        number=1,
        outline={},
        pdf=b"%PDF-1.7",
        sha256="0" * 64,
        order_number="14",
        token="the-key-of-its-page",
        order_date=datetime.date(2026, 9, 1),
        approved_by=UserFactory(),
    )


def run(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits would hide our refusal
        cursor.execute(sql)


def upsert_by(*columns):
    def forge(version):
        forged = PlanVersion.objects.get()
        forged.pk = version.pk if columns == ("id",) else None
        forged.order_number = "777"
        PlanVersion.objects.bulk_create(
            [forged],
            update_conflicts=True,
            update_fields=["order_number"],
            unique_fields=columns,
        )

    return forge


def replace_by_key(version):
    run(f"REPLACE INTO {TABLE} (id, {COLUMNS}) SELECT id, {FORGED} FROM {TABLE}")  # noqa: S608


def replace_by_number(version):
    """The same plan and number under a new key throws the old row out as well."""
    run(f"REPLACE INTO {TABLE} ({COLUMNS}) SELECT {FORGED} FROM {TABLE}")  # noqa: S608


def replace_by_token(version):
    """So does the same token under another number."""
    others = FORGED.replace("number,", "number + 1,", 1)
    run(f"REPLACE INTO {TABLE} ({COLUMNS}) SELECT {others} FROM {TABLE}")  # noqa: S608


def update_or_replace(version):
    run("UPDATE OR REPLACE plans_planversion SET order_number = '777'")


def truncate(version):
    run("TRUNCATE plans_planversion CASCADE")


FORGERIES = [
    pytest.param(upsert_by("id"), id="an upsert by key"),
    pytest.param(upsert_by("plan", "number"), id="an upsert by plan and number"),
    *(
        pytest.param(forge, id=forge.__name__.replace("_", " "))
        for forge in (
            [replace_by_key, replace_by_number, replace_by_token, update_or_replace]
            if connection.vendor == "sqlite"
            else [truncate]
        )
    ),
]


def is_as_approved(version):
    kept = PlanVersion.objects.get()
    return (kept.pk, kept.order_number, bytes(kept.pdf)) == (version.pk, "14", b"%PDF-1.7")


@pytest.mark.parametrize("forge", FORGERIES)
def test_an_approved_version_is_never_overwritten_by(forge, version):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        forge(version)

    assert is_as_approved(version)


def test_the_next_version_of_a_plan_finds_the_way_free(version):
    PlanVersion.objects.create(
        plan=version.plan,
        number=2,
        outline={},
        pdf=b"%PDF-1.7",
        sha256="1" * 64,
        order_number="15",
        order_date=datetime.date(2026, 10, 1),
        approved_by=version.approved_by,
    )

    assert [kept.order_number for kept in version.plan.versions.all()] == ["14", "15"]


@pytest.mark.parametrize("forge", FORGERIES)
def test_the_lock_is_back_after_the_tables_were_emptied(forge, version):
    connection.check_constraints()  # PostgreSQL alters no table whose checks still wait
    with without_append_only_triggers(connection):
        pass

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        forge(version)

    assert is_as_approved(version)
