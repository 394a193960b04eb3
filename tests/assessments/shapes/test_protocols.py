"""Files of participants: each shape is known by its headings and becomes sessions and results."""

import datetime

import pytest

from accounts.models import AuditEvent
from assessments.models import Procedure, Result, Session, Upload, Work
from assessments.scoring.scores import decode_scores
from tests.assessments.shapes import builders
from tests.assessments.shapes.builders import HILL, RIVER, Pupil, absent
from tests.factories.accounts import UserFactory
from tests.factories.assessments import ProcedureFactory, SessionFactory
from tests.factories.schools import ClassGroupFactory

pytestmark = pytest.mark.django_db
PUPILS = [
    Pupil(1),
    Pupil(2, scores={3: "X", 4: "не пройд."}, mark="нет отметки"),
    absent(3),
    Pupil(1, school=RIVER, label="4Б"),
]
SHAPES = {
    "individual-results": builders.individual,
    "export-2021": builders.export_2021,
    "export-2022": builders.export_2022,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_of_many_schools_becomes_a_session_for_each_class(bring, shape):
    found = bring(SHAPES[shape](PUPILS))

    assert (found.shape, found.refused) == (shape, [])
    assert (found.work, found.schools, found.accepted) == ("Математика, 4 класс, 2021", 2, 4)
    sessions = Session.objects.order_by("school__login")
    assert [(s.school.login, s.class_group.label, s.status) for s in sessions] == [
        ("edu990001", "4А", "collected"),
        ("edu990002", "4Б", "collected"),
    ]
    first, second, third = Result.objects.filter(session=sessions[0]).order_by("code")
    assert (first.total, first.mark, first.journal_mark, first.variant) == (15, 5, 4, 2)
    assert decode_scores(second.scores)[:5] == [1, 1, "X", "не пройд.", 1]
    assert (second.total, second.journal_mark) == (13, None)
    assert (third.absent, third.total, third.mark) == (True, None, None)


def test_the_export_of_2020_takes_the_work_of_the_next_year_over_without_its_scale(bring, maths):
    pupils = [Pupil(1, label="5А"), Pupil(2, label="5А")]

    found = bring(builders.export_2020(pupils), year=2020)

    made = Work.objects.get(year=2020)
    assert (found.shape, found.accepted, found.work) == ("export-2020", 2, str(made))
    assert [mend.code for mend in found.mended] == ["work_made"]
    assert (made.has_scale, made.items.count()) == (False, 15)
    assert set(Result.objects.values_list("total", "mark")) == {(15, None)}


def test_a_federal_form_without_a_stamp_needs_to_be_told_whose_it_is(bring):
    sheets = builders.blank_form_of_fis_oko([Pupil(1, ordinal=1), Pupil(2, ordinal=1)])

    silent = bring(sheets)
    told = bring(sheets, school_login="edu990001")

    assert [fault.code for fault in silent.refused] == ["no_school"]
    assert (told.shape, told.accepted, told.refused) == ("blank-form", 2, [])


def test_the_ordinal_of_a_class_is_its_place_among_the_classes_of_the_school(bring, schools):
    for letter in "АБ":
        ClassGroupFactory(school=schools[0], school_year=2020, grade=4, letter=letter)
    sheets = builders.blank_form_of_fis_oko([Pupil(1, ordinal=2), Pupil(2, ordinal=3)])

    found = bring(sheets, school_login="edu990001")

    assert [(fault.code, fault.row) for fault in found.refused] == [("bad_ordinal", 3)]
    assert not Session.objects.filter(class_group__letter="А").exists()


def test_the_procedure_of_the_year_is_made_when_absent_and_found_when_there(bring, committee):
    bring(builders.individual([Pupil(1)]))
    bring(builders.individual([Pupil(2, label="4Б")]))

    procedure = Procedure.objects.get()
    assert (procedure.committee, procedure.kind, procedure.year) == (committee, "vpr", 2021)
    assert set(Session.objects.values_list("held_on", flat=True)) == {datetime.date(2021, 4, 15)}
    actions = set(AuditEvent.objects.about(procedure).values_list("action", flat=True))
    assert actions == {"procedure-created", "results-imported"}


def test_the_same_file_twice_leaves_the_same_results(bring):
    for _ in range(2):
        found = bring(builders.individual(PUPILS))

    assert found.accepted == Result.objects.count() == 4
    assert Session.objects.count() == 2


def test_a_dry_run_tells_everything_and_changes_nothing(bring):
    found = bring(builders.individual(PUPILS), dry_run=True)

    assert (found.accepted, found.schools) == (4, 2)
    assert not Procedure.objects.exists()
    assert not Result.objects.exists()


def test_one_fault_holds_back_its_class_and_no_other(bring):
    pupils = [Pupil(1), Pupil(2, scores={1: 5}), Pupil(3, label="4Б"), Pupil(1, school=RIVER)]

    found = bring(builders.individual(pupils))

    assert (found.accepted, found.waiting) == (2, 1)
    assert [(f.code, f.row, f.column) for f in found.refused] == [("over_max", 11, "G")]
    assert {s.class_group.label for s in Session.objects.filter(school__login="edu990001")} == {
        "4Б"
    }


def test_an_unknown_school_is_refused_once_by_name_and_the_others_are_taken(bring):
    stranger = ("990099", "Школа за лесом")
    pupils = [Pupil(1), Pupil(1, school=stranger), Pupil(2, school=stranger)]

    found = bring(builders.individual(pupils))

    assert [(f.code, f.value) for f in found.refused] == [
        ("unknown_school", "Школа за лесом (edu990099)")
    ]
    assert (found.accepted, found.schools) == (1, 1)


def test_a_report_of_another_school_is_not_taken_for_this_one(bring):
    found = bring(builders.individual([Pupil(1, school=RIVER)]), school_login="edu990001")

    assert [fault.code for fault in found.refused] == ["other_school"]
    assert found.accepted == 0


def test_a_file_of_last_year_is_told_to_be_so(bring):
    found = bring(builders.individual([Pupil(1)], title="ВПР 2020 Математика 4 класс"))

    assert [(f.code, f.reason) for f in found.refused] == [
        ("other_year", "Это форма прошлого года.")
    ]


def test_results_that_the_school_brought_itself_are_not_written_over(bring, schools, maths, admin):
    group = ClassGroupFactory(school=schools[0], school_year=2020, grade=4, letter="А")
    session = SessionFactory(class_group=group, work=maths, procedure=spring_2021(schools[0]))
    Upload.objects.create(
        session=session, original_name="форма.xlsx", size=1, sha256="0" * 64,
        state=Upload.State.ACCEPTED, uploaded_by=admin,
    )  # fmt: skip

    found = bring(builders.individual([Pupil(1)]))

    assert [fault.code for fault in found.refused] == ["brought_by_school"]
    assert not Result.objects.exists()


def test_a_cancelled_session_takes_nothing(bring, schools, maths):
    group = ClassGroupFactory(school=schools[0], school_year=2020, grade=4, letter="А")
    SessionFactory(
        class_group=group, work=maths, procedure=spring_2021(schools[0]), status="cancelled"
    )

    found = bring(builders.individual([Pupil(1)]))

    assert [fault.code for fault in found.refused] == ["session_cancelled"]


def test_two_works_of_one_class_get_two_days(bring, maths, schools):
    group = ClassGroupFactory(school=schools[0], school_year=2020, grade=4, letter="А")
    procedure = spring_2021(schools[0])
    SessionFactory(class_group=group, procedure=procedure, held_on=datetime.date(2021, 4, 15))

    found = bring(builders.individual([Pupil(1)]))

    assert (found.accepted, found.refused) == (1, [])
    assert Session.objects.get(work=maths).held_on != datetime.date(2021, 4, 15)


@pytest.mark.parametrize(
    ("school", "number"), [(HILL, 1), (RIVER, 2)], ids=["first school", "second school"]
)
def test_reading_costs_the_same_queries_however_many_rows(
    bring, django_assert_max_num_queries, school, number
):
    pupils = [Pupil(n, school=school) for n in range(1, 100 * number)]

    with django_assert_max_num_queries(40):
        found = bring(builders.individual(pupils))

    assert found.accepted == len(pupils)


@pytest.fixture
def admin(committee):
    return UserFactory(committee=committee)


def spring_2021(school):
    return ProcedureFactory(
        committee=school.committee, year=2021,
        starts_on=datetime.date(2021, 3, 15), ends_on=datetime.date(2021, 5, 21),
    )  # fmt: skip
