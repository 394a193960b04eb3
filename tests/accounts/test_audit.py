"""The journal of decisions is append-only: the database itself says so."""

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.audit import record_event
from accounts.models import AuditEvent
from tests.factories.accounts import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def update_one(line):
    line.action = "forged"
    line.save()


def update_many(line):
    AuditEvent.objects.filter(pk=line.pk).update(action="forged")


def update_in_bulk(line):
    line.action = "forged"
    AuditEvent.objects.bulk_update([line], ["action"])


def overwrite_in_bulk(line):
    AuditEvent.objects.bulk_create(
        [line], update_conflicts=True, update_fields=["action"], unique_fields=["id"]
    )


def delete_one(line):
    line.delete()


def delete_many(line):
    AuditEvent.objects.all().delete()


def delete_raw(line):
    AuditEvent.objects.all()._raw_delete(using="default")


def raw_update(line):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditevent SET action = 'forged'")


def raw_delete(line):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditevent WHERE id = %s", [line.pk])


def raw_replace(line):
    """SQLite's own way around a plain UPDATE."""
    columns = "id, at, action, target_type, target_id, details"
    if connection.vendor == "sqlite":
        sql = f"REPLACE INTO accounts_auditevent ({columns}) SELECT {columns.replace('action', repr('forged'), 1)} FROM accounts_auditevent"  # noqa: E501, S608
    else:
        sql = "TRUNCATE accounts_auditevent"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits would hide our refusal
        cursor.execute(sql)


@pytest.mark.parametrize(
    "forge",
    [
        update_one,
        update_many,
        update_in_bulk,
        overwrite_in_bulk,
        delete_one,
        delete_many,
        delete_raw,
        raw_update,
        raw_delete,
        raw_replace,
    ],
)
def test_a_line_once_written_can_neither_be_changed_nor_removed_by(forge):
    author = UserFactory()
    line = record_event(action="person-added", target=author.person, by=author, text="как было")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        forge(line)

    kept = AuditEvent.objects.get()
    assert (kept.action, kept.by, kept.details) == ("person-added", author, {"text": "как было"})


def test_who_has_decided_something_cannot_be_deleted_from_under_the_journal():
    author = UserFactory()
    record_event(action="person-added", target=author.person, by=author)

    with pytest.raises(IntegrityError):
        author.delete()


def test_the_line_and_the_decision_share_their_fate():
    author = UserFactory()
    person = PersonFactory(committee=author.committee)

    with transaction.atomic():
        record_event(action="person-changed", target=person, by=author)
        transaction.set_rollback(True)

    assert not AuditEvent.objects.exists()
