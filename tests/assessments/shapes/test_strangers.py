"""A file of another kind in the place of the form is called by its name."""

import pytest

from assessments.spreadsheets.result_reader import read_results
from tests.assessments.shapes import builders
from tests.assessments.shapes.builders import RIVER, Pupil
from tests.assessments.workbooks import ENGLISH_8, filled, row

THIS_YEAR = "ВПР 2026 Английский язык 8 класс"
OURS = "отчёт нашей школы этого года"
STRANGERS = {
    OURS: (
        builders.individual([Pupil(1)], title=THIS_YEAR),
        "Это «Индивидуальные результаты», а не форма сбора.",
    ),
    "отчёт другой школы": (
        builders.individual([Pupil(1, school=RIVER)], title=THIS_YEAR),
        "Это отчёт другой школы: «Индивидуальные результаты».",
    ),
    "отчёт прошлого года": (
        builders.individual([Pupil(1)], title="ВПР 2025 Английский язык 8 класс"),
        "Это файл прошлого года: «Индивидуальные результаты».",
    ),
    "выгрузка 2021 года": (
        builders.export_2021([Pupil(1)]),
        "Это файл 2021 года: «Выгрузка протоколов 2021 года».",
    ),
    "статистика": (
        builders.mark_statistics([["Край", 1, 10, 10, 20, 30, 40]]),
        "Это «Статистика по отметкам», а не форма сбора.",
    ),
    "федеральный список": (
        builders.federal_list([[2026, "edu990001", "О", "Школа", 1, 0, 0, 0, 1]]),
        "Это «Федеральный список признаков необъективности», а не форма сбора.",
    ),
}


@pytest.mark.parametrize(("sheets", "reason"), STRANGERS.values(), ids=STRANGERS)
def test_the_file_is_called_by_its_name_in_one_sentence(sheets, reason):
    found = read_results(builders.file_of(sheets), ENGLISH_8)

    assert [(fault.code, fault.reason) for fault in found.refused] == [("not_a_form", reason)]
    assert found.accepted == []


def test_the_portals_own_form_of_last_year_says_so():
    spec = ENGLISH_8.__class__(**{**ENGLISH_8.__dict__, "year": 2025})

    found = read_results(filled([row()], spec), ENGLISH_8)

    assert "Это форма прошлого года." in [fault.reason for fault in found.refused]
