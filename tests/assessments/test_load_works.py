"""`python manage.py load_works`: the catalogue from files of facts."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.documents.catalogue_file import read_catalogue_file
from assessments.management.commands.load_works import DATA
from assessments.models import Item, Result, Work
from assessments.scoring.scores import encode_scores
from tests.factories.assessments import SessionFactory, SubjectFactory, WorkFactory

FACTS = Path(__file__).parents[3] / "shared" / "works_2021.json"
MATHEMATICS = {"year": 2027, "grade": 5, "subject": "MA", "max": 3, "items": "1:1Б 2.1:2П"}


def load(*paths):
    said = StringIO()
    call_command("load_works", *map(str, paths), stdout=said)
    return said.getvalue()


def written(tmp_path, *works, name="works.json"):
    path = tmp_path / name
    path.write_text(json.dumps({"works": works}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(DATA.glob("works_*.json")), ids=lambda path: path.name)
def test_every_work_we_know_adds_up_to_its_maximum(path):
    catalogue = read_catalogue_file(path.read_text(encoding="utf-8"), path.name)

    assert catalogue.faults == []
    assert all(
        sum(item.max_points for item in work.items) == work.max_points for work in catalogue.works
    )


@pytest.mark.skipif(not FACTS.exists(), reason="the list of facts is not beside the project")
def test_our_works_of_2021_agree_with_the_facts_item_by_item():
    facts = json.loads(FACTS.read_text(encoding="utf-8"))
    path = DATA / "works_2021.json"

    ours = read_catalogue_file(path.read_text(encoding="utf-8"), path.name)

    names = {subject.code: subject.name for subject in ours.subjects}
    found = {
        f"{work.grade}|{names[work.subject_code]}": (
            work.max_points,
            work.uppers,
            [(item.code, item.max_points) for item in work.items],
        )
        for work in ours.works
    }
    assert found == {
        key: (
            fact["max"],
            tuple(fact["mark_upper"][mark] for mark in "234"),
            [(task["code"], task["max"]) for task in fact["tasks"]],
        )
        for key, fact in facts.items()
    }


@pytest.mark.django_db
def test_loading_twice_changes_nothing_the_second_time():
    first = load()
    items = list(Item.objects.order_by("pk").values_list("pk", "code"))

    second = load()

    assert "Создано работ: 33" in first
    assert second == "Создано работ: 0, изменено: 0, без изменений: 33.\n"
    assert list(Item.objects.order_by("pk").values_list("pk", "code")) == items


@pytest.mark.django_db
def test_a_work_without_a_scale_is_loaded_without_a_scale():
    load()

    mathematics = Work.objects.get(year=2026, grade=4, subject__code="MA")
    russian = Work.objects.get(year=2026, grade=4, subject__code="RU")
    assert (mathematics.has_scale, mathematics.max_points) == (False, 18)
    assert russian.uppers == (9, 15, 20)


@pytest.mark.django_db
def test_a_changed_file_updates_its_works_and_leaves_the_others(tmp_path):
    SubjectFactory()
    load(written(tmp_path, MATHEMATICS, {**MATHEMATICS, "grade": 6}))

    said = load(written(tmp_path, {**MATHEMATICS, "uppers": [0, 1, 2]}))

    assert said == "Создано работ: 0, изменено: 1, без изменений: 0.\n"
    assert Work.objects.get(grade=5).uppers == (0, 1, 2)
    assert Work.objects.filter(grade=6).exists()


@pytest.mark.django_db
def test_a_bad_file_is_refused_whole_with_all_its_faults(tmp_path):
    SubjectFactory()
    path = written(
        tmp_path,
        MATHEMATICS,
        {**MATHEMATICS, "grade": 6, "max": 7},
        {**MATHEMATICS, "grade": 7, "uppers": [2, 1, 0]},
        {**MATHEMATICS, "grade": 8, "items": "1:1 2,б:2"},
        {**MATHEMATICS, "grade": 9, "subject": "ZZ"},
        {**MATHEMATICS, "year": "прошлый"},
    )

    with pytest.raises(CommandError) as refused:
        load(path)

    said = str(refused.value)
    places = ["работа 2 (MA 6, 2027)", "работа 3 (MA 7, 2027)", "работа 4 (MA 8, 2027), задание 2"]
    assert all(place in said for place in [*places, "ZZ 9, 2027", "работа 6"])
    assert not Work.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        pytest.param("{", id="cut short"),
        pytest.param("[]", id="a list"),
        pytest.param("{}", id="empty"),
        pytest.param('{"works": 5}', id="works are no list"),
        pytest.param('{"works": [5]}', id="a work is a number"),
        pytest.param('{"subjects": [{"code": 1}], "works": []}', id="a subject without a name"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_in_words(tmp_path, content):
    path = tmp_path / "strange.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError, match="Ничего не загружено"):
        load(path)


@pytest.mark.django_db
def test_a_file_that_is_absent_or_binary_is_refused_in_words(tmp_path):
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\xfe\x00\x01")

    with pytest.raises(CommandError, match="нет"):
        load(tmp_path / "absent.json")
    with pytest.raises(CommandError, match="UTF-8"):
        load(binary)


@pytest.mark.django_db
def test_items_of_a_work_with_results_stand_still_but_its_scale_may_come(tmp_path):
    work = WorkFactory(year=2027, max_points=3, upper_2=None, upper_3=None, upper_4=None, items=[])
    work.items.all().delete()
    load(written(tmp_path, MATHEMATICS))
    session = SessionFactory(work=Work.objects.get(year=2027))
    for code, total in (("1", 0), ("2", 2), ("3", 3)):
        Result.objects.create(
            session=session, code=code, scores=encode_scores([0, total]), total=total
        )

    with pytest.raises(CommandError, match="уже загружены результаты"):
        load(written(tmp_path, {**MATHEMATICS, "items": "1:2Б 2.1:1П"}))
    load(written(tmp_path, {**MATHEMATICS, "uppers": [0, 1, 2]}))

    marks = list(Result.objects.order_by("code").values_list("mark", flat=True))
    assert marks == [2, 4, 5]
