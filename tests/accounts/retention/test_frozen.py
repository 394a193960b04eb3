"""A decided act stays as it was decided, with every line of it: the database itself says so.

The last test takes the triggers away: only then does the same statement get through, so it is the
triggers that hold, and nothing else by chance.
"""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import DestroyedPaper, DestructionAct
from accounts.services import retention
from tests.accounts.retention.papers import NOW, confirm, draw_up, keep, protocol_of
from tests.database import without_append_only_triggers

pytestmark = pytest.mark.django_db
ACT, PAPER = "accounts_destructionact", "accounts_destroyedpaper"
OR_REPLACE = "OR REPLACE" if connection.vendor == "sqlite" else ""


@pytest.fixture
def drawn(session, committee, editor, commission):
    keep(committee)
    protocol_of(session, editor)
    return draw_up(editor, commission)


@pytest.fixture
def decided(drawn, head):
    """Confirmed; nothing has run after the commit, so its file is still there."""
    return confirm(drawn, head)


def raw(sql, *values):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits would hide our refusal
        cursor.execute(sql, values or None)


def photograph():
    """All of every act and of every line, as they lie in the database."""
    with connection.cursor() as cursor:
        rows = []
        for table in (ACT, PAPER):
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - our own names
            rows += cursor.fetchall()
    return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]


def refused(attempt):
    """The database says no; whatever the attempt did besides is taken back."""
    try:
        with transaction.atomic():
            attempt()
    except IntegrityError as no:
        return "append-only" in str(no)
    return False


def saved(record, **changed):
    for name, value in changed.items():
        setattr(record, name, value)
    record.save()


def saved_in_bulk(record, **changed):
    for name, value in changed.items():
        setattr(record, name, value)
    type(record).objects.bulk_update([record], list(changed))


def laid_over(record, **changed):
    for name, value in changed.items():
        setattr(record, name, value)
    type(record).objects.bulk_create(
        [record], update_conflicts=True, unique_fields=["id"], update_fields=list(changed)
    )


def copied_over(table, **changed):
    """SQLite's REPLACE throws out whatever is in the way of the new row."""
    model = DestructionAct if table == ACT else DestroyedPaper
    columns = [field.column for field in model._meta.concrete_fields]
    taken = [changed.get(name, name) for name in columns]
    raw(
        f"REPLACE INTO {table} ({', '.join(columns)}) "  # noqa: S608 - our own names
        f"SELECT {', '.join(taken)} FROM {table}"
    )


def ways(act, line):
    """Every way to change the act or its line that anybody thought of."""
    by_orm = {
        "the act saved": lambda: saved(act, reason="Другое"),
        "the act saved in bulk": lambda: saved_in_bulk(act, document=b"PK"),
        "the act laid over": lambda: laid_over(act, reason="Другое"),
        "the act is a draft again": lambda: DestructionAct.objects.update(
            status="draft", number=None, year=None, decided_at=None, decided_by=None
        ),
        "the act removed": lambda: DestructionAct.objects.all()._raw_delete(connection.alias),
        "the line saved": lambda: saved(line, name="другой.jpg"),
        "the line saved in bulk": lambda: saved_in_bulk(line, files=["tests/чужой.jpg"]),
        "the line laid over": lambda: laid_over(line, sha256="b" * 64),
        "the line set free": lambda: DestroyedPaper.objects.update(is_live=False),
        "the line renamed while its files go": lambda: DestroyedPaper.objects.update(
            erased_at=NOW, name="другой.jpg"
        ),
        "the line removed": lambda: line.delete(),
        "one more line": lambda: DestroyedPaper.objects.create(
            act=act, kind="protocol", target_id=line.target_id + 1, name="лишний.jpg", size=4,
            belongs_to="", dated_on=line.dated_on, kept_until=line.kept_until, sha256="c" * 64,
        ),
    }  # fmt: skip
    by_sql = {
        "an UPDATE of the act": lambda: raw(f"UPDATE {ACT} SET commission = '[]'"),  # noqa: S608
        "an UPDATE that changes nothing": lambda: raw(f"UPDATE {ACT} SET id = id"),  # noqa: S608
        "a DELETE of lines": lambda: raw(f"DELETE FROM {PAPER} WHERE id = %s", line.pk),  # noqa: S608
        "an UPDATE of a line": lambda: raw(f"UPDATE {PAPER} SET size = 0"),  # noqa: S608
    }
    on_sqlite = {
        "REPLACE of the act": lambda: copied_over(ACT, reason="'Другое'"),
        "REPLACE by its number": lambda: copied_over(ACT, id="id + 1"),
        "REPLACE of the line": lambda: copied_over(PAPER, name="'другой.jpg'"),
        "REPLACE by its paper": lambda: copied_over(PAPER, id="id + 1"),
    }
    on_postgresql = {
        "TRUNCATE of acts": lambda: raw(f"TRUNCATE {ACT} CASCADE"),
        "TRUNCATE of lines": lambda: raw(f"TRUNCATE {PAPER}"),
    }
    own = on_sqlite if connection.vendor == "sqlite" else on_postgresql
    return by_orm | by_sql | own


def test_a_confirmed_act_and_its_lines_refuse_every_change(decided):
    before = photograph()
    names = ways(decided, decided.papers.get())

    let_through = [
        name
        for name in names
        if not refused(ways(DestructionAct.objects.get(), DestroyedPaper.objects.get())[name])
    ]

    assert let_through == []
    assert photograph() == before


def test_an_act_that_was_withdrawn_stays_withdrawn(drawn, editor):
    retention.withdraw_act(act_id=drawn.pk, now=NOW, by=editor)
    before = photograph()

    attempts = [
        lambda: DestructionAct.objects.update(status="draft", decided_at=None, decided_by=None),
        lambda: DestroyedPaper.objects.update(is_live=True),
    ]

    assert [refused(attempt) for attempt in attempts] == [True, True]
    assert photograph() == before


def test_a_draft_cannot_take_the_number_of_a_confirmed_act(decided, session, editor, commission):
    protocol_of(session, editor, "второй.jpg")
    draft = draw_up(editor, commission)
    before = photograph()

    with pytest.raises(IntegrityError), transaction.atomic():
        raw(
            f"UPDATE {OR_REPLACE} {ACT} SET status = 'confirmed', year = %s, number = %s, "  # noqa: S608
            "decided_at = %s, decided_by_id = %s WHERE id = %s",
            decided.year, decided.number, NOW, editor.pk, draft.pk,
        )  # fmt: skip

    assert photograph() == before


def test_files_of_a_confirmed_act_still_go_once_and_for_good(decided, editor):
    erased = retention.finish_act(act_id=decided.pk, now=NOW, by=editor)
    again = refused(lambda: DestroyedPaper.objects.update(erased_at=None))

    assert (erased, again) == (1, True)
    assert DestroyedPaper.objects.get().erased_at == NOW


def test_no_page_changes_a_confirmed_act(client, decided, head, editor):
    before = photograph()
    answers = []
    for user, name in ((head, "confirm"), (editor, "withdraw")):
        client.force_login(user)
        address = reverse(f"accounts:destruction-{name}", args=[decided.pk])
        answers.append(client.post(address, follow=True).content.decode())

    assert all("Акт уже утверждён" in answer for answer in answers)
    assert photograph() == before


@pytest.mark.django_db(transaction=True)
def test_without_the_triggers_the_same_statement_gets_through(decided):
    def forge():
        DestructionAct.objects.update(reason="Другое")

    held = refused(forge)
    with without_append_only_triggers(connection):
        forge()

    assert held
    assert DestructionAct.objects.get().reason == "Другое"
    assert refused(forge)
