"""Search within a plan: fewer rows in sight, the same plan."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.models import RoleGroup
from plans.services import editing
from tests.factories.plans import SectionFactory
from tests.plans.desk import HTMX, address, page, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(plan, section, editor):
    """Three rows in two sections; the last one has faults."""
    RoleGroup.objects.create(committee=editor.committee, name="Методисты")
    other = SectionFactory(plan=plan, title="II. Итоги")
    add = editing.add_activity
    return [
        add(section_id=section.pk, by=editor, title="Учёба наблюдателей", result="Список",
            deadline="до 30.11.2026", responsible="Методисты"),
        add(section_id=section.pk, by=editor, title="Совещание", result="Протокол",
            deadline="до 15.12.2026", responsible="Громов П. А."),
        add(section_id=other.pk, by=editor, title="Беседа", deadline="когда рак свистнет",
            responsible="Методисты"),
    ]  # fmt: skip


def shown(client, plan, query):
    grid = client.get(f"{plan.get_absolute_url()}?{query}").context["grid"]
    return [row.activity.title for part in grid.sections for row in part.rows]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=учеба+НАБЛЮДАТЕЛЕЙ", ["Учёба наблюдателей"]),
        ("q=15.12", ["Совещание"]),
        ("who=Методисты", ["Учёба наблюдателей", "Беседа"]),
        ("only=deadline", ["Беседа"]),
        ("only=result", ["Беседа"]),
        ("only=responsible", ["Совещание"]),
        ("who=Методисты&only=result", ["Беседа"]),
        ("q=нет+такого", []),
        ("section=мусор&only=нет", ["Учёба наблюдателей", "Совещание", "Беседа"]),
    ],
    ids=[
        "words in any case", "text of a cell", "who answers", "deadline not understood",
        "no result", "unknown person", "two wishes", "nothing", "junk",
    ],
)  # fmt: skip
def test_rows_are_found(query, titles, client, plan, filled):
    assert shown(client, plan, query) == titles


def test_one_section_is_shown(client, plan, filled):
    assert shown(client, plan, f"section={filled[2].section_id}") == ["Беседа"]


def test_the_facts_of_the_plan_stay_those_of_the_whole(client, plan, filled):
    text = page(client.get(f"{plan.get_absolute_url()}?q=беседа"))

    assert "2\u00a0раздела, 3\u00a0мероприятия" in text
    assert "Показано 1 из 3" in text


def test_a_filter_that_nothing_answers_says_what_to_do(client, plan, filled):
    text = page(client.get(f"{plan.get_absolute_url()}?q=zzz"))

    assert "По этому отбору строк нет" in text


def test_editing_goes_on_under_the_filter(client, plan, filled):
    here = {"HTTP_HX_CURRENT_URL": f"http://testserver{plan.get_absolute_url()}?who=Методисты"}
    first = filled[0]

    saved = client.post(
        address("activity-edit", first.pk), sent(first, result="Справка"), **HTMX, **here
    )
    removed = client.post(address("activity-remove", first.pk), **HTMX, **here)

    assert saved.status_code == 200
    assert "Беседа" in page(removed)
    assert "Совещание" not in page(removed)
    assert "Показано 1 из 2" in page(removed)


def test_a_filter_costs_no_more_queries(client, plan, filled):
    client.get(plan.get_absolute_url())
    counts = []
    for query in ("", "?q=беседа&who=Методисты&only=deadline"):
        with CaptureQueriesContext(connection) as queries:
            client.get(plan.get_absolute_url() + query)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_stranger_to_editing_searches_too(client, plan, filled):
    plan.status = "review"
    plan.save()

    assert shown(client, plan, "q=беседа") == ["Беседа"]
