"""From rows of results through the job to rows of signs, against the rules in plain Python."""

import pytest
from django.core.management import CommandError, call_command

from accounts.errors import NotAllowed, RuleViolation
from accounts.models import AuditEvent, Job, Role
from accounts.tasks import work_off
from assessments.models import Procedure, Reference, Result, Sign, SignRun
from assessments.services import signs
from tests.assessments.signs_city import (
    PLAIN,
    City,
    compute,
    fences,
    interval,
    is_inflated,
    plain_city,
    printed_correlation,
    ratio,
    shifted,
    tie_corrected_correlation,
)
from tests.factories.accounts import UserFactory
from tests.factories.schools import make_deputy

pytestmark = pytest.mark.django_db

# Marks against the scores, nearly all ties: here the two formulas disagree (see domain notes).
TIED_MARKS = [4, 4, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4]
TIED_TOTALS = [12, 13, 19, 11, 5, 13, 6, 11, 18, 17, 18, 18]


def sign_of(run, school, code):
    return Sign.objects.get(run=run, school=school, code=code)


def test_a_school_far_above_the_city_is_flagged_with_both_intervals():
    city = City(schools=4)
    written = [PLAIN, shifted(1), shifted(-1), [18, 18, 19, 19, 19, 19, 20, 20, 20, 20, 20, 20]]
    for school, totals in zip(city.schools, written, strict=True):
        city.write(school, totals)

    run = compute(city)

    everybody = [total for totals in written for total in totals]
    for school, totals in zip(city.schools, written, strict=True):
        sign = sign_of(run, school, "HI_MA5")
        assert (sign.lower, sign.upper) == pytest.approx(interval(totals))
        assert (sign.reference_lower, sign.reference_upper) == pytest.approx(interval(everybody))
        assert sign.flagged == is_inflated(totals, everybody)
        assert (sign.n, sign.n_reference) == (12, 48)
    assert [sign_of(run, school, "HI_MA5").flagged for school in city.schools] == [0, 0, 0, 1]


def test_both_correlations_of_marks_and_scores_are_stored():
    city = City(schools=2)
    city.write(city.schools[0], TIED_TOTALS, TIED_MARKS)
    city.write(city.schools[1], PLAIN)

    run = compute(city)

    sign = sign_of(run, city.schools[0], "MIS_MA5")
    assert sign.value == pytest.approx(printed_correlation(TIED_MARKS, TIED_TOTALS))
    assert sign.corrected_value == pytest.approx(tie_corrected_correlation(TIED_MARKS, TIED_TOTALS))
    assert sign.value > 0 > sign.corrected_value
    assert sign.flagged is False
    assert sign.warnings == ["printed-and-tie-corrected-disagree"]


def test_marks_against_the_scores_are_flagged():
    city = plain_city()
    odd = city.schools[2]
    Result.objects.filter(session__school=odd).delete()
    marks = [5, 5, 5, 4, 4, 4, 4, 4, 3, 3, 3, 3]
    city.write(odd, PLAIN, marks)

    run = compute(city)

    flagged = Sign.objects.filter(run=run).flagged()
    assert [(sign.school, sign.code) for sign in flagged] == [(odd, "MIS_MA5")]
    assert flagged[0].value == pytest.approx(printed_correlation(marks, PLAIN))


def test_a_cohort_that_falls_from_grade_4_to_5_is_outside_the_fences():
    city = City(schools=8)
    before = [shifted(n % 3) for n in range(7)] + [shifted(7)]
    after = [PLAIN] * 7 + [shifted(-6)]
    for school, last_year, this_year in zip(city.schools, before, after, strict=True):
        city.write(school, last_year, grade=4, year=2025)
        city.write(school, this_year)

    run = compute(city)

    ratios = [ratio(*years) for years in zip(before, after, strict=True)]
    lower, upper = fences(ratios)
    for school, k in zip(city.schools, ratios, strict=True):
        fall, rise = sign_of(run, school, "DOWN_MA"), sign_of(run, school, "UP_MA")
        assert fall.value == rise.value == pytest.approx(float(k))
        assert (fall.reference_lower, fall.reference_upper) == pytest.approx((lower, upper))
        assert (fall.flagged, rise.flagged) == (k > upper, k < lower)
        assert fall.work is None
    assert Sign.objects.filter(run=run, kind="DOWN").flagged().get().school == city.schools[-1]


def test_without_last_year_there_is_no_sharp_change_to_speak_of():
    run = compute(plain_city())

    assert not Sign.objects.filter(run=run, kind__in=("UP", "DOWN")).exists()


def test_a_loaded_sample_takes_the_place_of_the_city():
    city = plain_city()
    procedure, work = city.procedure(), city.work()
    signs.set_reference(
        procedure_id=procedure.pk, work_id=work.pk, title="Область", source="отчёт",
        mean=5.0, sd=2.0, n=400, by=city.editor,
    )  # fmt: skip

    run = compute(city)

    found = Sign.objects.filter(run=run, kind="HI")
    assert {sign.n_reference for sign in found} == {400}
    assert {round(sign.reference_upper, 3) for sign in found} == {round(5 + 1.96 * 2 / 20, 3)}
    assert all(sign.flagged for sign in found)
    assert run.thresholds["references"][str(work.pk)]["title"] == "Область"


def test_a_sample_taken_back_gives_its_place_to_the_city_again():
    city = plain_city()
    keys = {"procedure_id": city.procedure().pk, "work_id": city.work().pk}
    signs.set_reference(**keys, title="Область", source="", mean=5, sd=2, n=400, by=city.editor)

    signs.remove_reference(**keys, by=city.editor)

    assert not Reference.objects.exists()
    assert compute(city).thresholds["references"][str(keys["work_id"])]["own"] is True


def test_the_index_is_a_hundred_less_the_share_of_marked_schools():
    city = plain_city(schools=5)
    city.write(city.schools[0], [20, 20, 20, 19, 20, 20, 20, 20, 19, 20, 20, 20], grade=4)
    for school in city.schools[1:]:
        city.write(school, PLAIN, grade=4)

    run = compute(city)

    assert (run.marked_schools, run.schools, run.objectivity_index) == (1, 5, 80.0)
    assert run.participants == 5 * 12 * 2
    assert run.method == "official-2019/1"


def test_other_grades_and_absent_pupils_have_no_part_in_the_official_signs():
    city = plain_city()
    city.write(city.schools[0], [20] * 12, grade=6)

    run = compute(city)

    assert set(Sign.objects.filter(run=run).values_list("code", flat=True)) == {
        "HI_MA5",
        "MIS_MA5",
    }
    assert sign_of(run, city.schools[0], "HI_MA5").n == 12


def test_six_participants_are_computed_but_not_judged():
    city = plain_city()
    city.write(city.schools[0], [20, 20, 20, 19, 20, 20], grade=4)
    city.write(city.schools[1], PLAIN, grade=4)

    run = compute(city)

    sign = sign_of(run, city.schools[0], "HI_MA4")
    assert (sign.flagged, sign.evidence) == (True, "too-few")
    assert sign not in Sign.objects.worth_a_look()


def test_a_new_computation_leaves_the_old_one_as_it_was():
    city = plain_city()
    old = compute(city)
    before = list(Sign.objects.filter(run=old).values("school", "code", "value", "n"))
    city.write(city.schools[0], shifted(5))

    new = compute(city)

    assert list(Sign.objects.filter(run=old).values("school", "code", "value", "n")) == before
    assert sign_of(new, city.schools[0], "HI_MA5").n == 24
    assert SignRun.objects.latest_of(old.procedure) == new


def start(city):
    return signs.start_computation(procedure_id=city.procedure().pk, by=city.editor)


def test_two_starts_at_once_are_one_job_and_one_run(django_capture_on_commit_callbacks):
    city = plain_city()

    with django_capture_on_commit_callbacks(execute=True):
        first, second = start(city), start(city)

    assert first == second
    run = SignRun.objects.get()
    first.refresh_from_db()
    assert first.state == Job.State.DONE
    assert first.steps_done == first.steps_total > 0
    assert first.result["run"] == run.pk
    assert f"run={run.pk}" in first.result["next"]


def test_a_job_whose_worker_died_after_the_work_computes_nothing_twice():
    city = plain_city()
    run = compute(city)
    Job.objects.filter(pk=run.job_id).update(state=Job.State.QUEUED)

    done = work_off(run.job_id)

    assert done
    assert SignRun.objects.get() == run
    assert AuditEvent.objects.filter(action="signs-computed").count() == 1


def test_the_shell_waits_for_a_computation_that_is_on():
    city = plain_city()
    start(city)

    with pytest.raises(RuleViolation) as refusal:
        compute(city)

    assert refusal.value.code == "already-running"
    assert not SignRun.objects.exists()


def test_nothing_is_computed_without_results():
    city = City()

    with pytest.raises(RuleViolation) as refusal:
        start(city)

    assert refusal.value.code == "no-results"


@pytest.mark.parametrize("who", ["head", "deputy"])
def test_only_editors_compute(who):
    city = plain_city()
    head = UserFactory(committee=city.committee, role=Role.HEAD)
    by = head if who == "head" else make_deputy(city.schools[0])

    with pytest.raises(NotAllowed):
        signs.start_computation(procedure_id=city.procedure().pk, by=by)


def test_an_editor_of_another_committee_finds_no_such_procedure():
    city = plain_city()

    with pytest.raises(Procedure.DoesNotExist):
        signs.start_computation(procedure_id=city.procedure().pk, by=UserFactory())


def test_the_command_computes_the_newest_procedure_with_results(capsys):
    city = plain_city()
    city.procedure(2027)

    call_command("compute_signs")

    run = SignRun.objects.get()
    assert run.procedure.year == 2026
    assert "72 участника" in capsys.readouterr().out.replace("\u00a0", " ")


def test_the_command_says_when_there_is_no_such_procedure():
    plain_city()

    with pytest.raises(CommandError):
        call_command("compute_signs", year=2019)
