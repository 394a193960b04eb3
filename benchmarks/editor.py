"""Saving one row of a long plan against rendering the plan's whole page.

    python -m benchmarks.editor

Prints one row of a Markdown table. Both requests go through the whole portal (middleware,
session, database in memory), in turn, so that a busy moment hits both.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any, Final

from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import reverse

from plans.models import Activity, Plan
from tests.factories.accounts import UserFactory
from tests.factories.plans import ActivityFactory, PlanFactory, SectionFactory

ROWS: Final = 150
SECTIONS: Final = 5
RUNS: Final = 21


def make_plan() -> tuple[Plan, Client]:
    """An invented plan of the length of a real one, and a browser of its editor."""
    user = UserFactory()
    plan = PlanFactory(committee=user.committee)
    for place in range(1, SECTIONS + 1):
        section = SectionFactory(plan=plan, position=place, title=f"Раздел {place}")
        for number in range(1, ROWS // SECTIONS + 1):
            row = ActivityFactory(
                section=section,
                position=number,
                number=f"{place}.{number}",
                title="Разбор итогов проверочных работ с заместителями директоров школ " * 3,
                deadline=f"до {number % 28 + 1}.10.2026",
                result="Справка о ходе работ, список школ для помощи. " * 2,
            )
            for part in ("Методисты", "Руководители ОО"):
                row.responsibilities.create(wording=part)
    client = Client()
    client.force_login(user)
    return plan, client


def show_page(client: Client, plan: Plan) -> None:
    assert client.get(plan.get_absolute_url()).status_code == 200


def save_row(client: Client, plan: Plan) -> None:
    """A row from the middle, its title changed as somebody types."""
    row = Activity.objects.filter(section__plan=plan).order_by("pk")[ROWS // 2]
    texts = {name: getattr(row, name) for name in ("number", "deadline", "responsible", "result")}
    sent: dict[str, Any] = {"version": row.version, "title": f"{row.title}.", **texts}
    sent |= {f"was_{name}": text for name, text in (*texts.items(), ("title", row.title))}
    address = reverse("plans:activity-edit", args=[row.pk])
    assert client.post(address, sent, headers={"HX-Request": "true"}).status_code == 200


def measure(*works: Callable[[], None]) -> list[float]:
    """Median seconds of each; they take turns."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(RUNS):
        for work, taken in zip(works, seconds, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return [statistics.median(taken) for taken in seconds]


def main() -> None:
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        plan, client = make_plan()
        # The first requests are not timed: they fill the caches of templates.
        show_page(client, plan)
        save_row(client, plan)
        page, row = measure(lambda: show_page(client, plan), lambda: save_row(client, plan))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    print(
        f"| редактор, план из {ROWS} строк | сохранение строки {row * 1000:.0f} мс "
        f"| вывод всей страницы {page * 1000:.0f} мс | {page / row:.1f} |"
    )
    assert page > 3 * row, "Saving one row takes more than a third of the page."


if __name__ == "__main__":
    main()
