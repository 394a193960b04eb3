"""What was approved stays: every way to change or remove a version is tried, on both databases.

The last test takes the triggers away: only then does the same statement get through, so it is the
triggers that hold, and nothing else by chance.
"""

import datetime
import hashlib

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models.deletion import Collector, ProtectedError
from django.urls import reverse

from accounts.models import Role
from plans.models import Activity, Plan, PlanVersion, Section, Stamp
from plans.services import approval, editing
from tests.database import without_append_only_triggers
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory
from tests.refusals import refusal


@pytest.fixture
def editor():
    return UserFactory(role=Role.ADMINISTRATOR, is_staff=True, is_superuser=True)


@pytest.fixture
def head(editor):
    return UserFactory(committee=editor.committee, role=Role.HEAD)


@pytest.fixture
def version(editor, head):
    plan = PlanFactory(committee=editor.committee)
    ActivityFactory(section=SectionFactory(plan=plan))
    plan = approval.submit_plan(plan_id=plan.pk, version=1, by=editor)
    return approval.approve_plan(
        plan_id=plan.pk, version=plan.version, by=head,
        order_number="12", order_date=datetime.date(2026, 9, 14),
    )  # fmt: skip


def photograph():
    """All of every version, as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM plans_planversion ORDER BY id")
        return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row)
                for row in cursor.fetchall()]  # fmt: skip


def refused(attempt):
    """The database says no; whatever the attempt did besides is taken back."""
    try:
        with transaction.atomic():
            attempt()
    except DatabaseError as no:
        return "append-only" in str(no)
    return False


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def saved_by_orm(version):
    version.order_number = "13"
    version.save()


def saved_in_bulk(version):
    version.outline = {"title": "Другой план"}
    PlanVersion.objects.bulk_update([version], ["outline"])


def saved_as_new_over_old(version):
    version.sha256 = "0" * 64
    PlanVersion.objects.bulk_create(
        [version],
        update_conflicts=True, unique_fields=["plan", "number"], update_fields=["sha256"],
    )  # fmt: skip


def removed_past_the_orm(version):
    """A collector that neither looks for what hangs on the version nor asks anybody."""
    collector = Collector(using=connection.alias)
    collector.add([version])
    collector.delete()


ATTEMPTS = {
    "ORM save": saved_by_orm,
    "queryset update of the pdf": lambda version: PlanVersion.objects.update(pdf=b"%PDF-1.7"),
    "queryset update of the sum": lambda version: PlanVersion.objects.update(sha256="0" * 64),
    "bulk update": saved_in_bulk,
    "bulk create over it": saved_as_new_over_old,
    "ORM delete": lambda version: version.delete(),
    "queryset delete": lambda version: PlanVersion.objects.filter(pk=version.pk).delete(),
    "fast delete": lambda version: PlanVersion.objects.all()._raw_delete(connection.alias),
    "collector": removed_past_the_orm,
    "moved to another plan": lambda version: PlanVersion.objects.update(plan=PlanFactory()),
    "raw UPDATE": lambda version: raw("UPDATE plans_planversion SET order_number = %s", "13"),
    "raw UPDATE that changes nothing": lambda version: raw("UPDATE plans_planversion SET id = id"),
    "raw DELETE": lambda version: raw("DELETE FROM plans_planversion WHERE id = %s", version.pk),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", ATTEMPTS)
def test_the_database_refuses(version, way):
    before = photograph()

    no = refused(lambda: ATTEMPTS[way](version))

    assert no
    assert photograph() == before


@pytest.mark.django_db(transaction=True)
def test_a_table_cannot_be_emptied_or_a_row_overwritten_in_one_go(version):
    before = photograph()
    columns = ", ".join(field.column for field in PlanVersion._meta.concrete_fields)
    overwrite = (
        f"INSERT OR REPLACE INTO plans_planversion ({columns}) "  # noqa: S608 - our own names
        f"SELECT {columns} FROM plans_planversion"
    )
    on_sqlite = connection.vendor == "sqlite"
    sweep = overwrite if on_sqlite else "TRUNCATE plans_planversion CASCADE"

    no = refused(lambda: raw(sweep))

    assert no
    assert photograph() == before


def cascades(version):
    plan = version.plan
    return {
        "the plan": plan.delete,
        "its plans by query": Plan.objects.filter(pk=plan.pk).delete,
        "who approved it": version.approved_by.delete,
        "its committee": plan.committee.delete,
        "who wrote it": plan.approvals.first().by.delete,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "what",
    ["the plan", "its plans by query", "who approved it", "its committee", "who wrote it"],
)
def test_it_does_not_fall_with_what_it_hangs_on(version, what):
    before = photograph()

    with pytest.raises(ProtectedError), transaction.atomic():
        cascades(version)[what]()

    assert photograph() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["plans_plan", "accounts_user", "accounts_committee"])
def test_raw_sql_does_not_pull_the_ground_away_from_it(version, table):
    before = photograph()

    with pytest.raises(DatabaseError), transaction.atomic():
        raw(f"DELETE FROM {table}")  # noqa: S608 - the names stand above

    assert photograph() == before


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["change", "delete"])
def test_the_admin_shows_it_and_no_more(client, editor, version, page):
    before = photograph()
    client.force_login(editor)

    listed = client.get(reverse("admin:plans_planversion_changelist"))
    looked = client.get(reverse("admin:plans_planversion_change", args=[version.pk]))
    answer = client.post(
        reverse(f"admin:plans_planversion_{page}", args=[version.pk]),
        {"order_number": "13", "post": "yes"},
    )
    client.post(
        reverse("admin:plans_planversion_changelist"),
        {"action": "delete_selected", "_selected_action": [version.pk], "post": "yes"},
    )

    assert (listed.status_code, looked.status_code) == (200, 200)
    assert answer.status_code == 403
    assert b"delete_selected" not in listed.content
    assert photograph() == before


@pytest.mark.django_db
def test_no_page_of_the_plan_changes_it_any_more(client, editor, head, version):
    before, plan = photograph(), version.plan
    row = Activity.objects.get()
    plan.refresh_from_db()
    client.force_login(editor)
    head_form = {
        "version": plan.version, "title": "Другое", "period_from": "2026-09-01",
        "period_to": "2027-08-31", "place_title": 1, "form-TOTAL_FORMS": 0,
        "form-INITIAL_FORMS": 0,
    }  # fmt: skip
    order = {"version": plan.version, "order_number": "13", "order_date": "2026-09-15"}

    answers = [
        client.post(reverse("plans:plan-head", args=[plan.pk]), head_form),
        client.post(
            reverse("plans:activity-edit", args=[row.pk]),
            {"version": row.version, "title": "Другое", "was_title": row.title},
        ),
        client.post(reverse("plans:plan-submit", args=[plan.pk]), {"version": plan.version}),
    ]
    client.force_login(head)
    answers += [
        client.post(reverse("plans:plan-approve", args=[plan.pk]), order),
        client.post(
            reverse("plans:plan-return", args=[plan.pk]),
            {"version": plan.version, "comment": "Назад"},
        ),
    ]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert photograph() == before
    assert Activity.objects.get().title == row.title
    assert Plan.objects.get().status == Plan.Status.APPROVED


@pytest.mark.django_db
def test_services_refuse_to_touch_the_plan_behind_it(version, editor):
    plan, row = Plan.objects.get(), Activity.objects.get()
    section = Section.objects.get()

    codes = [
        refusal(editing.change_head, plan_id=plan.pk, version=plan.version, by=editor, title="Н"),
        refusal(
            editing.change_activity, activity_id=row.pk, version=row.version, by=editor, title="Н"
        ),
        refusal(editing.remove_section, section_id=section.pk, by=editor),
        refusal(editing.renumber, plan_id=plan.pk, style="through", by=editor),
    ]

    assert codes == ["plan-not-draft"] * 4


@pytest.mark.django_db
def test_what_is_changed_beside_it_changes_nothing_in_it(client, head, version):
    """Even if somebody rewrites the plan's own tables, the approved print stays the same bytes."""
    before = bytes(version.pdf)
    Activity.objects.update(title="Подменено")
    Stamp.objects.update(text="Подменено")
    client.force_login(head)

    printed = client.get(reverse("plans:plan-print", args=[version.plan_id]))

    body = b"".join(printed.streaming_content)
    assert body == before
    assert hashlib.sha256(body).hexdigest() == version.sha256


@pytest.mark.django_db(transaction=True)
def test_without_the_triggers_the_same_statement_gets_through(version):
    before = photograph()

    with without_append_only_triggers(connection):
        raw("UPDATE plans_planversion SET order_number = %s", "13")
    refused_again = refused(lambda: raw("UPDATE plans_planversion SET order_number = %s", "14"))

    after = photograph()
    assert after != before
    assert "13" in after[0]
    assert refused_again


def test_every_link_of_a_version_is_protected():
    links = [field for field in PlanVersion._meta.fields if field.is_relation]

    assert links
    assert all(link.remote_field.on_delete is models.PROTECT for link in links)
