"""Whole plans in Word files: what is printed is what must be understood."""

import io
import json
import os
from pathlib import Path

import pytest

from plans.documents.docx_reader import read_plan
from plans.documents.outline import PlanOutline
from tests.plans.docx_plans import (
    CAPTIONS,
    FIELDS,
    FIRST,
    THIRD,
    activity,
    cell,
    document,
    heading_row,
    paragraph,
    plan,
    row,
    table,
)

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SHARED_DIR", REPOSITORY.parent / "shared")) / "plans"


def own_plan_with_sections():
    """A plan with a stamp, an order, a preamble, sections, a page-cut row and a footer."""
    data = document(
        paragraph("Приложение № 1", align="right"),
        paragraph("к приказу отдела образования Ясногорья", align="right"),
        paragraph("от «5» сентября 2025 г. № 41-о", align="right"),
        paragraph("ПЛАН", align="center"),
        paragraph("мероприятий по объективности оценки", align="center"),
        paragraph("Цель: доверие к отметкам."),
        table(
            CAPTIONS,
            heading_row("Раздел 1. Подготовка"),
            FIRST,
            ("2", "Обучить наблюдателей из числа", "Ноябрь 2025", "Методисты", "Список"),
            CAPTIONS,
            ("", "родителей и студентов", "", "", "обученных"),
            heading_row("Раздел 2. Проверка"),
            row("1", cell("Перепроверить работы:", "-4 классы;", "-5 классы"), *THIRD[2:]),
        ),
        paragraph("ОО – образовательная организация."),
        paragraph("Исполнитель: отдел оценки, 2-00-00"),
    )
    truth = {
        "name": "own",
        "stamps": [
            {
                "kind": "approved",
                "lines": [
                    "Приложение № 1",
                    "к приказу отдела образования Ясногорья",
                    "от «5» сентября 2025 г. № 41-о",
                ],
            }
        ],
        "order": {"date": "2025-09-05", "number": "41-о"},
        "title": "ПЛАН мероприятий по объективности оценки",
        "preamble": ["Цель: доверие к отметкам."],
        "columns": list(CAPTIONS),
        "fields": FIELDS,
        "sections": [
            {
                "title": "Раздел 1. Подготовка",
                "activities": [
                    activity(FIRST),
                    activity(
                        (
                            "2",
                            "Обучить наблюдателей из числа родителей и студентов",
                            "Ноябрь 2025",
                            "Методисты",
                            "Список обученных",
                        )
                    ),
                ],
            },
            {
                "title": "Раздел 2. Проверка",
                "activities": [
                    activity(("1", "Перепроверить работы:\n-4 классы;\n-5 классы", *THIRD[2:]))
                ],
            },
        ],
        "footer": ["ОО – образовательная организация.", "Исполнитель: отдел оценки, 2-00-00"],
    }
    return data, truth


def own_plain_plan():
    """Two stamps in a layout table, no sections, no order, no number column."""
    captions = ("Содержание работы", "Исполнители", "Дата проведения", "Итог")
    data = document(
        table(
            ("СОГЛАСОВАНО", "УТВЕРЖДАЮ"),
            ("Председатель совета", "Начальник отдела образования"),
            grid=2,
        ),
        paragraph("Дорожная карта"),
        paragraph("повышения доверия к отметкам"),
        table(captions, ("Провести сверку отметок", "Школы", "Ежемесячно", "Отчёт"), grid=4),
    )
    truth = {
        "name": "own",
        "stamps": [
            {"kind": "agreed", "lines": ["СОГЛАСОВАНО", "Председатель совета"]},
            {"kind": "approved", "lines": ["УТВЕРЖДАЮ", "Начальник отдела образования"]},
        ],
        "title": "Дорожная карта повышения доверия к отметкам",
        "preamble": [],
        "columns": list(captions),
        "fields": ["title", "responsible", "deadline", "result"],
        "sections": [
            {
                "title": "",
                "activities": [
                    activity(
                        ("Провести сверку отметок", "Школы", "Ежемесячно", "Отчёт"),
                        ["title", "responsible", "deadline", "result"],
                    )
                ],
            }
        ],
        "footer": [],
    }
    return data, truth


def plans_with_truth():
    shared = sorted(SHARED.glob("*.docx")) if SHARED.is_dir() else []
    for path in shared:
        truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        yield pytest.param(path, "", truth, id=f"shared-{path.stem}")
    for build in (own_plan_with_sections, own_plain_plan):
        data, truth = build()
        yield pytest.param(data, "own.docx", truth, id=build.__name__)


@pytest.mark.parametrize(("source", "name", "truth"), list(plans_with_truth()))
def test_a_plan_is_understood_word_for_word(source, name, truth):
    outline = read_plan(source, name=name)

    understood = outline.as_json()
    del understood["warnings"]
    assert understood == truth
    assert list(understood) == list(truth)


def test_an_outline_survives_the_way_through_json():
    data, _ = own_plan_with_sections()
    outline = read_plan(data)

    again = PlanOutline.from_json(json.loads(json.dumps(outline.as_json())))

    assert again == outline


def test_a_stream_is_read_as_well_as_bytes():
    data = plan(FIRST)

    outline = read_plan(io.BytesIO(data), name="осень.docx")

    assert outline == read_plan(data, name="осень")
    assert outline.name == "осень"
