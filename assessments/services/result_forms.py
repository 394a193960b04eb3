"""The form of a session: what it must look like is one for making it and for reading it."""

from accounts.models import User
from assessments import permissions, rules
from assessments.models import Session
from assessments.spreadsheets.result_form import make_form
from assessments.spreadsheets.spec import FormItem, FormSpec
from schools.models import ClassGroup

CODES_OF_A_CLASS = 100  # codes are unique within school and work, so each class has its hundred
ROWS_OF_UNKNOWN_CLASS = 30


def blank_form(*, session_id: int, by: User) -> bytes:
    """The workbook a school downloads, with codes for the pupils of the class.

    Raises:
        RuleViolation: work-without-items.
    """
    permissions.check_can_bring_results(by)
    session = Session.objects.visible_to(by).for_table().get(pk=session_id)
    rules.check_has_items(session.work)
    return make_form(spec_of(session), codes_of(session))


def spec_of(session: Session) -> FormSpec:
    """The form of one session: its work's items, its school, the classes of its parallel."""
    work, group = session.work, session.class_group
    labels = parallel_of(group)
    return FormSpec(
        work_title=f"{session.procedure}. {work.subject.name}, {work.grade} класс",
        year=work.year,
        subject=work.subject.name,
        grade=work.grade,
        items=tuple(FormItem(item.code, item.max_points) for item in work.items.all()),
        school_name=str(session.school),
        school_login=session.school.login,
        session_id=session.pk,
        class_labels=labels,
        own_ordinal=labels.index(group.label) + 1,
    )


def codes_of(session: Session) -> list[str]:
    """Codes for the pupils of the class: 50001… for 5А, 50101… for 5Б."""
    group = session.class_group
    ordinal = parallel_of(group).index(group.label)
    first = group.grade * 10_000 + ordinal * CODES_OF_A_CLASS + 1
    return [str(first + n) for n in range(group.pupils or ROWS_OF_UNKNOWN_CLASS)]


def parallel_of(group: ClassGroup) -> tuple[str, ...]:
    """Labels of the school's classes of this grade and school year, in order."""
    parallel = ClassGroup.objects.filter(
        school_id=group.school_id, school_year=group.school_year, grade=group.grade
    )
    return tuple(each.label for each in parallel.order_by("letter"))
