"""Who answers for a row: found in the directory, put right by a person."""

import pytest

from accounts.errors import RuleViolation
from plans.models import Organisation, Responsibility, RoleGroup
from plans.services import corrections, editing
from tests.factories.accounts import PersonFactory, UserFactory
from tests.factories.plans import PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def plan(editor):
    return PlanFactory(committee=editor.committee)


@pytest.fixture
def section(plan):
    return SectionFactory(plan=plan, position=1, title="Раздел 1")


def refused_correction(row, answer, by):
    with pytest.raises(RuleViolation) as refused:
        corrections.correct_responsibles(activity_id=row.pk, answers=[answer], by=by)
    return refused.value.code


def test_who_answers_is_found_in_the_directory_of_the_committee(editor, section):
    committee = editor.committee
    person = PersonFactory(
        committee=committee, last_name="Громов", first_name="Пётр", patronymic="Андреевич"
    )
    group = RoleGroup.objects.create(committee=committee, name="Руководители ОО")
    body = Organisation.objects.create(committee=committee, name="Центр оценки качества")
    PersonFactory(last_name="Громов", first_name="Пётр", patronymic="Андреевич")

    row = editing.add_activity(
        section_id=section.pk,
        by=editor,
        responsible="П.А.Громов, руководители ОО; Центр оценки качества\nКонтроль: кто-то",
    )

    found = list(row.responsibilities.all())
    assert [(one.person, one.group, one.organisation) for one in found] == [
        (person, None, None), (None, group, None), (None, None, body), (None, None, None),
    ]  # fmt: skip
    assert [one.role for one in found] == ["lead", "lead", "lead", "control"]


def test_a_correction_of_who_answers_outlives_edits_of_the_wording(editor, section):
    person = PersonFactory(committee=editor.committee)
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    part = row.responsibilities.get()
    answer = corrections.Answer(part.pk, "co-executor", f"person:{person.pk}")

    corrections.correct_responsibles(activity_id=row.pk, answers=[answer], by=editor)
    editing.change_activity(
        activity_id=row.pk, version=2, by=editor, responsible="Методисты, учителя"
    )

    kept = Responsibility.objects.get(activity=row, wording="Методисты")
    assert (kept.person, kept.role) == (person, "co-executor")


@pytest.mark.parametrize(
    ("who", "code"), [("person:0", "unknown-responsible"), ("nonsense", "unknown-responsible")]
)
def test_only_those_of_the_committee_can_answer(who, code, editor, section):
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    answer = corrections.Answer(row.responsibilities.get().pk, "lead", who)

    assert refused_correction(row, answer, editor) == code


def test_a_correction_of_parts_that_are_gone_is_stale(editor, section):
    row = editing.add_activity(section_id=section.pk, by=editor, responsible="Методисты")
    answer = corrections.Answer(row.responsibilities.get().pk, "lead", "")
    editing.change_activity(activity_id=row.pk, version=1, by=editor, responsible="Учителя")

    code = refused_correction(row, answer, editor)

    assert code == "stale"
