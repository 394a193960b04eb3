"""«Информация об исполнении плана»: what it says, on paper and for good."""

import datetime
import hashlib
import io
import subprocess

import pytest
from django.db import DatabaseError, connection, transaction
from docx import Document

from accounts.errors import NotAllowed
from accounts.models import AuditEvent, Role
from plans.models import ExecutionReport, Occurrence, Plan
from plans.reports.period_report import report_content, sum_of
from plans.services import marking, postponing, reporting
from plans.services.evidence import Brought, add_evidence
from tests.accounts.hostile_files import pdf as a_pdf
from tests.database import without_append_only_triggers
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, OccurrenceFactory, PlanFactory, SectionFactory
from tests.factories.schools import SchoolFactory
from tests.plans.desk import address, page
from tests.refusals import refusal

TODAY = datetime.date(2026, 11, 23)
NOW = datetime.datetime(2026, 11, 23, 6, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
PERIOD = {"period_from": datetime.date(2026, 9, 1), "period_to": datetime.date(2026, 12, 31)}
WORDING = "не позднее\n30 ноября"


@pytest.fixture
def editor(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def head(editor):
    return UserFactory(committee=editor.committee, role=Role.HEAD)


@pytest.fixture
def section(editor):
    plan = PlanFactory(
        committee=editor.committee, status=Plan.Status.APPROVED, title="План объективности"
    )
    return SectionFactory(plan=plan, title="Задача 1")


def due(section, due_on=TODAY, **fields):
    row = {"title": fields.pop("title", "Совещание"), "deadline": WORDING}
    return OccurrenceFactory(
        activity=ActivityFactory(section=section, **row), planned_on=due_on, **fields
    )


def mark(occurrence, by, state="done", note="Протокол 5"):
    return marking.report_occurrence(
        occurrence_id=occurrence.pk, seen=occurrence.state, state=state, note=note, by=by
    )


def content(section, today=TODAY, **period):
    return report_content(section.plan, **{**PERIOD, **period}, today=today)


def create(section, by, **period):
    return reporting.create_report(plan_id=section.plan_id, by=by, **{**PERIOD, **period})


def accept(report, head):
    seen = sum_of(reporting.content_of(report, today=TODAY))
    return reporting.accept_report(report_id=report.pk, seen=seen, now=NOW, by=head)


# What it says ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_row_is_quoted_and_says_what_was_done_by_which_document(section, editor):
    done = due(section)
    add_evidence(
        occurrence_id=done.pk,
        brought=Brought("protocol", "№ 5 от 20.11.2026", data=a_pdf(), filename="п.pdf"),
        by=editor,
    )
    mark(done, editor, note="Собрались все")

    (part,) = content(section).sections

    (row,) = part.rows
    assert (part.title, row.deadline, row.title) == ("Задача 1", WORDING, "Совещание")
    assert row.lines[0].startswith("23.11.2026: исполнено ")
    assert row.lines[0].endswith("Собрались все. Документы: протокол «№ 5 от 20.11.2026».")


@pytest.mark.django_db
def test_counts_and_lists_tell_late_postponed_and_dropped(section, editor, head):
    mark(due(section, TODAY + DAY), editor)
    due(section, TODAY - DAY, title="Просрочка")
    mark(due(section), editor, "not-applicable", "Отменено приказом")
    moved = due(section, title="Перенос")
    asked = postponing.ask_postponement(
        occurrence_id=moved.pk, due_after=TODAY + 60 * DAY, reason="Карантин", today=TODAY,
        by=editor,
    )  # fmt: skip
    postponing.agree_postponement(postponement_id=asked.pk, by=head)
    due(section, datetime.date(2027, 3, 1), title="Не в этом периоде")

    found = content(section)

    assert {one.label: one.number for one in found.counts} == {
        "всего сроков": 4,
        "исполнено": 1,
        "впереди или в работе": 1,
        "просрочено": 1,
        "срок перенесён": 1,
        "не требуется": 1,
    }
    assert [row.title for row in found.overdue] == ["Просрочка"]
    (postponed,) = found.postponed
    assert "23.11.2026 → 22.01.2027. Причина: Карантин." in postponed.lines[0]
    assert str(head) in postponed.lines[0]


@pytest.mark.django_db
def test_schools_of_one_date_are_counted_and_those_behind_are_named(section, editor):
    first = due(section)
    for number in range(1, 4):
        school = SchoolFactory(committee=editor.committee, short_name=f"Школа № {number}")
        one = OccurrenceFactory(activity=first.activity, planned_on=TODAY - DAY, school=school)
        if number < 3:
            mark(one, editor)

    (part,) = content(section).sections

    assert part.rows[0].lines[:2] == [
        "22.11.2026: исполнено школами 2 из 3.",
        "Просрочено: Школа №\u00a03.",
    ]


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_plan(section, editor, django_assert_max_num_queries):
    due(section)
    with django_assert_max_num_queries(7):
        content(section)
    for _ in range(10):
        due(section)
    with django_assert_max_num_queries(7):
        content(section)


# Composed and accepted ---------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("period", "code"),
    [
        pytest.param({"period_to": datetime.date(2026, 8, 1)}, "period-reversed", id="backwards"),
        pytest.param(
            {"period_from": datetime.date(2030, 1, 1), "period_to": datetime.date(2030, 2, 1)},
            "period-outside",
            id="another year",
        ),
    ],
)
def test_a_period_that_is_not_the_plans_is_refused(section, editor, period, code):
    assert refusal(create, section, editor, **period) == code


@pytest.mark.django_db
def test_a_draft_follows_the_plan_and_an_accepted_report_does_not(section, editor, head):
    occurrence = due(section)
    report = create(section, editor)
    mark(occurrence, editor)
    accepted = accept(report, head)
    mark(Occurrence.objects.get(), editor, "in-progress", "Передумали")

    kept = reporting.content_of(accepted, today=TODAY + 99 * DAY)

    assert "исполнено" in kept.sections[0].rows[0].lines[0]
    assert kept.as_of == TODAY.isoformat()
    assert accepted.sha256 == hashlib.sha256(bytes(accepted.pdf)).hexdigest()
    assert AuditEvent.objects.about(accepted)[0].action == "report-accepted"


@pytest.mark.django_db
def test_the_head_accepts_what_the_head_has_read_and_nobody_else_does(section, editor, head):
    occurrence = due(section)
    report = create(section, editor)
    read = sum_of(reporting.content_of(report, today=TODAY))
    mark(occurrence, editor)

    stale = refusal(reporting.accept_report, report_id=report.pk, seen=read, now=NOW, by=head)
    with pytest.raises(NotAllowed):
        accept(report, editor)
    accept(report, head)
    again = refusal(accept, report, head)
    removed = refusal(reporting.remove_report, report_id=report.pk, by=editor)

    assert (stale, again, removed) == ("stale", "already-accepted", "already-accepted")


@pytest.mark.django_db
def test_pdf_and_word_say_the_same_as_the_page(client, section, editor, head):
    mark(due(section), editor)
    report = accept(create(section, editor), head)

    shown = page(client.get(address("report-detail", report.pk)))
    pdf = b"".join(client.get(address("report-print", report.pk)))
    word = b"".join(client.get(address("report-docx", report.pk)))

    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    table = Document(io.BytesIO(word)).tables[-1]
    cells = [cell.text for row in table.rows for cell in row.cells]
    assert hashlib.sha256(pdf).hexdigest() == report.sha256
    assert report.sha256 in shown
    for said in ("Информация об исполнении", "ПРИНЯТО", "Совещание"):
        assert said in text
    assert any("исполнено" in cell and "Протокол 5" in cell for cell in cells)
    assert "Протокол 5" in shown


@pytest.mark.django_db
def test_a_report_is_composed_on_the_page_and_its_draft_thrown_away(client, section, editor):
    due(section)

    made = client.post(
        address("report-list", section.plan_id),
        {"period_from": "2026-09-01", "period_to": "2026-12-31"},
        follow=True,
    )
    draft = ExecutionReport.objects.get()
    marked = client.get(address("report-print", draft.pk))
    client.post(address("report-remove", draft.pk))

    assert "Исполнение за 01.09.2026 – 31.12.2026" in page(made)
    assert b"".join(marked).startswith(b"%PDF")
    assert not ExecutionReport.objects.exists()


# Frozen ------------------------------------------------------------------------------------------


@pytest.fixture
def accepted(section, editor, head):
    due(section)
    return accept(create(section, editor), head)


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def saved_by_orm(report):
    report.content = {}
    report.save()


def saved_in_bulk(report):
    report.sha256 = "0" * 64
    ExecutionReport.objects.bulk_update([report], ["sha256"])


def created_over_it(report):
    report.sha256 = "0" * 64
    ExecutionReport.objects.bulk_create(
        [report], update_conflicts=True, unique_fields=["id"], update_fields=["sha256"]
    )


ATTEMPTS = {
    "ORM save": saved_by_orm,
    "queryset update": lambda report: ExecutionReport.objects.update(pdf=b""),
    "taken back to a draft": lambda report: ExecutionReport.objects.update(accepted_at=None),
    "bulk update": saved_in_bulk,
    "bulk create over it": created_over_it,
    "ORM delete": lambda report: report.delete(),
    "queryset delete": lambda report: ExecutionReport.objects.all().delete(),
    "fast delete": lambda report: ExecutionReport.objects.all()._raw_delete(connection.alias),
    "raw UPDATE": lambda report: raw("UPDATE plans_executionreport SET sha256 = %s", "0" * 64),
    "raw DELETE": lambda report: raw("DELETE FROM plans_executionreport WHERE id = %s", report.pk),
}


def refused(attempt):
    try:
        with transaction.atomic():
            attempt()
    except DatabaseError as no:
        return "append-only" in str(no)
    return False


def photograph():
    return list(ExecutionReport.objects.order_by("pk").values_list("sha256", "accepted_at"))


@pytest.mark.django_db
@pytest.mark.parametrize("way", ATTEMPTS)
def test_the_database_refuses_to_change_an_accepted_report(accepted, way):
    before = photograph()

    no = refused(lambda: ATTEMPTS[way](accepted))

    assert no
    assert photograph() == before


def overwritten(report):
    columns = ", ".join(field.column for field in ExecutionReport._meta.concrete_fields)
    values = columns.replace("sha256", "'0'")
    raw(
        f"INSERT OR REPLACE INTO plans_executionreport ({columns}) "  # noqa: S608 - our own names
        f"SELECT {values} FROM plans_executionreport WHERE id = %s",
        report.pk,
    )


def place_taken(report):
    draft = ExecutionReport.objects.create(plan=report.plan, created_by=report.created_by, **PERIOD)
    raw("UPDATE OR REPLACE plans_executionreport SET id = %s WHERE id = %s", report.pk, draft.pk)


def emptied(report):
    connection.check_constraints()  # PostgreSQL empties no table whose checks still wait
    raw("TRUNCATE plans_executionreport CASCADE")


SWEEPS = [overwritten, place_taken] if connection.vendor == "sqlite" else [emptied]


@pytest.mark.django_db
@pytest.mark.parametrize("sweep", SWEEPS)
def test_no_statement_of_its_database_sweeps_an_accepted_report_away(accepted, sweep):
    before = photograph()

    no = refused(lambda: sweep(accepted))

    assert no
    assert photograph() == before


@pytest.mark.django_db(transaction=True)
def test_it_is_the_triggers_that_hold(accepted):
    with without_append_only_triggers(connection):
        raw("UPDATE plans_executionreport SET sha256 = %s", "1" * 64)
    held_again = refused(lambda: raw("UPDATE plans_executionreport SET sha256 = %s", "2" * 64))

    assert held_again
    assert ExecutionReport.objects.get().sha256 == "1" * 64


@pytest.mark.django_db
def test_a_draft_may_change_and_go(section, editor):
    report = create(section, editor)
    ExecutionReport.objects.update(period_to=datetime.date(2026, 10, 1))

    report.delete()

    assert not ExecutionReport.objects.exists()
