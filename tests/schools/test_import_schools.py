"""`import_schools` from the shell."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, Committee
from schools.models import School
from tests.factories.accounts import CommitteeFactory
from tests.factories.schools import SchoolFactory
from tests.schools.files import csv_of, xlsx_of

pytestmark = pytest.mark.django_db
ROWS = (["edu1", "Первая", "", "", "", ""], ["edu2", "Вторая", "", "лицей", "", ""])


@pytest.fixture
def run(tmp_path):
    def run(data, *options, name="schools.csv"):
        file = tmp_path / name
        file.write_bytes(data)
        out, err = io.StringIO(), io.StringIO()
        call_command("import_schools", str(file), *options, stdout=out, stderr=err)
        return out.getvalue().strip(), err.getvalue()

    return run


def test_an_empty_database_gets_its_committee_with_a_warning(run):
    said, warned = run(csv_of(*ROWS))

    assert said == "Создано: 2, изменено: 0, без изменений: 0."
    assert "«Комитет»" in warned
    assert School.objects.filter(committee=Committee.objects.get()).count() == 2
    assert AuditEvent.objects.filter(action="schools-imported").count() == 1


def test_a_second_run_changes_nothing(run):
    run(csv_of(*ROWS))

    said, warned = run(xlsx_of(*ROWS), name="schools.xlsx")

    assert said == "Создано: 0, изменено: 0, без изменений: 2."
    assert warned == ""


def test_a_dry_run_leaves_the_database_as_it_was(run):
    said, _ = run(csv_of(*ROWS), "--dry-run", "--committee", "Отдел образования")

    assert "Создано: 2" in said
    assert not Committee.objects.exists()
    assert not School.objects.exists()


def test_all_faults_are_told_at_once_and_nothing_is_entered(run):
    with pytest.raises(CommandError) as refused:
        run(csv_of(["", "Первая"], ["edu2", ""], ["edu3", "Третья"]))

    assert refused.value.returncode == 2
    assert str(refused.value).count("строка") == 2
    assert not School.objects.exists()
    assert not Committee.objects.exists()


def test_the_login_of_another_committee_is_refused(run):
    SchoolFactory(login="edu1", name="Чужая")
    CommitteeFactory(short_name="Свой")

    with pytest.raises(CommandError) as refused:
        run(csv_of(*ROWS), "--committee", "Свой")

    assert refused.value.returncode == 2
    assert School.objects.get().name == "Чужая"


@pytest.mark.parametrize("options", [(), ("--committee", "Третий")], ids=["none", "unknown"])
def test_among_several_committees_one_must_be_named(run, options):
    CommitteeFactory(name="А", short_name="Второй")
    CommitteeFactory(name="Б", short_name="Первый")

    with pytest.raises(CommandError, match="«Второй», «Первый»"):
        run(csv_of(*ROWS), *options)

    assert not School.objects.exists()


def test_a_file_that_is_not_there_is_named(run):
    with pytest.raises(CommandError, match="нет-такого") as refused:
        call_command("import_schools", "нет-такого.csv")

    assert refused.value.returncode == 2
