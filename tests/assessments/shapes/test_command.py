"""`import_results` as the administrator types it."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Result
from tests.accounts.hostile_files import bomb_xlsx
from tests.assessments.shapes import builders
from tests.assessments.shapes.builders import Pupil
from tests.assessments.workbooks import bare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools", "maths")]
PUPILS = [Pupil(1), Pupil(2, scores={1: " Х"}), Pupil(3, label="4Б", scores={2: 4})]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "что угодно.xlsx"
    path.write_bytes(builders.file_of(builders.individual(PUPILS)))
    return path


def asked(path, *options):
    out = io.StringIO()
    call_command("import_results", str(path), "--year", "2021", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_answer_names_shape_work_numbers_and_every_refusal(file):
    answer = asked(file)

    assert answer["shape"] == "individual-results"
    assert answer["work"] == "Математика, 4 класс, 2021"
    assert (answer["schools"], answer["accepted"], answer["mended"]) == (1, 2, 1)
    assert answer["refused"] == [
        {
            "sheet": "МА 4 Индивидуальные результаты",
            "row": 12,
            "column": "H",
            "value": "4",
            "reason": "Больше максимума: за задание 1 б.",
            "remedy": "Впишите целое число от 0 до 1, «X» (не приступал) "
            "или «не пройд.» (тема не пройдена).",
        }
    ]


def test_a_dry_run_answers_the_same_and_saves_nothing(file):
    dry = asked(file, "--dry-run")

    assert not Result.objects.exists()
    assert dry == asked(file)
    assert Result.objects.count() == 2


def test_for_people_faults_are_an_error_of_the_command(file):
    out = io.StringIO()

    with pytest.raises(CommandError) as caught:
        call_command("import_results", str(file), "--year", "2021", stdout=out)

    assert caught.value.returncode == 1
    assert "строка 12, столбец H" in str(caught.value)
    assert "Принято строк: 2" in out.getvalue()


@pytest.mark.parametrize(
    ("data", "shape"),
    [
        (bomb_xlsx(), ""),
        (b"%PDF-1.7", ""),
        (bare({"Лист1": [["что-то", "другое"]]}), ""),
        (bare({"Лист1": []}), ""),
    ],
    ids=["a bomb", "a PDF", "a table of something else", "an empty book"],
)
def test_a_file_that_is_none_of_ours_is_one_refusal_of_the_whole(tmp_path, data, shape):
    path = tmp_path / "файл.xlsx"
    path.write_bytes(data)

    answer = asked(path)

    assert (answer["shape"], answer["accepted"]) == (shape, 0)
    (refusal,) = answer["refused"]
    assert refusal["row"] == 0
    assert refusal["reason"]
    assert refusal["remedy"]


def test_a_file_that_is_not_there_and_a_school_that_is_not_known_end_the_command(file, tmp_path):
    for path, options in ((tmp_path / "нет.xlsx", []), (file, ["--school", "edu990099"])):
        with pytest.raises(CommandError) as caught:
            asked(path, *options)

        assert caught.value.returncode == 2
