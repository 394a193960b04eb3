"""Records of the app `schools`."""

from schools.models import Case, CaseDecision, CaseEvidence, GradeSize, Post, SchoolImport
from tests.factories.accounts import PersonFactory
from tests.factories.schools import ClassGroupFactory, PostFactory
from tests.records.estate import AUTHOR, ESTATE, NOW, makes


@makes("school_id", ESTATE)
def school(estate):
    return estate.school


@makes("post_id", ESTATE)
def post(estate):
    teacher = PersonFactory(committee=estate.committee, last_name=estate.named("Учитель"))
    return PostFactory(school=estate.school, person=teacher, role=Post.Role.TEACHER)


@makes("grade_size_id", ESTATE)
def grade_size(estate):
    return GradeSize.objects.create(school=estate.school, grade=5 if estate.ripe else 6, pupils=77)


@makes("class_group_id", ESTATE)
def class_group(estate):
    return ClassGroupFactory(school=estate.school, letter=estate.word[:10] or "ЖЗ"[estate.ripe])


@makes("school_import_id", AUTHOR)
def school_import(estate):
    return SchoolImport.objects.create(
        uploaded_by=estate.editor, original_name=estate.named("школы") + ".csv"
    )


@makes("case_id", ESTATE)
def case(estate):
    closed = {"status": Case.Status.CLOSED, "closed_at": NOW, "closed_by": estate.editor}
    return Case.objects.create(
        school=estate.school, year=2026, title=estate.named("Завышенный средний балл"),
        explanation=estate.named("Объяснение"), decision=estate.named("Решение"),
        opened_by=estate.editor, **(closed if estate.ripe and not estate.word else {}),
    )  # fmt: skip


@makes("case_decision_id", ESTATE)
def case_decision(estate):
    return CaseDecision.objects.create(
        case=estate.get("case_id"), status="watched", text=estate.named("Решение")
    )


@makes("case_evidence_id", ESTATE)
def evidence(estate):
    return CaseEvidence.objects.create(
        case=estate.get("case_id"), source="committee", summary=estate.named("Основание")
    )
