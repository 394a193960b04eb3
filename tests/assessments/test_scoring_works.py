"""All schools over one work at once, and what results are called."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.official_2019 import inflated_mean, marks_mismatch, mean_interval
from assessments.scoring.results import (
    OFFICIAL_CODES,
    Caution,
    Reason,
    SignKind,
    SignResult,
    evidence,
    is_marked,
    sign_code,
)
from assessments.scoring.works import NO_MARK, signs_of_work

participants = st.lists(
    st.tuples(
        st.sampled_from([3, 17, 999_001]),  # ids of schools come with gaps
        st.integers(0, 20),
        st.sampled_from([NO_MARK, 2, 3, 4, 5]),
    ),
    max_size=60,
)


def signs(rows, **changes):
    ids, points, marks = zip(*rows, strict=True) if rows else ((), (), ())
    given_values = {
        "subject": "MA",
        "grade": 4,
        "school_ids": ids,
        "totals": points,
        "journal_marks": marks,
        "max_total": 20,
    }
    return signs_of_work(**given_values | changes)


@given(rows=participants)
def test_all_schools_at_once_get_what_each_would_get_alone(rows):
    region = mean_interval([points for _, points, _ in rows])

    found = signs(rows)

    assert [school.school_id for school in found] == sorted({row[0] for row in rows})
    for school in found:
        own = [row for row in rows if row[0] == school.school_id]
        scores = [points for _, points, _ in own]
        alone = inflated_mean(code="HI_MA4", school_values=scores, reference=region)
        assert school.inflated_mean.inputs == alone.inputs
        assert school.inflated_mean.flagged == alone.flagged
        assert school.inflated_mean.lower == alone.lower
        assert school.marks_mismatch == marks_mismatch(
            code="MIS_MA4", school_marks=[mark or None for _, _, mark in own], scores=scores
        )
        assert (school.share.n, school.share.points) == (len(own), sum(scores))


@given(rows=participants, data=st.data())
def test_the_order_of_participants_changes_no_digit(rows, data):
    shuffled = data.draw(st.permutations(rows))

    assert signs(shuffled) == signs(rows)


def test_a_planted_school_is_found_and_its_neighbours_are_not():
    rng = np.random.default_rng(2019)
    honest = [(school, int(p), 4) for school in range(11) for p in rng.binomial(20, 0.6, 40)]
    planted = [(11, int(p), 4) for p in rng.binomial(20, 0.9, 40)]

    found = signs(honest + planted)

    assert [school.school_id for school in found if school.inflated_mean.flagged] == [11]


def test_a_school_whose_marks_run_against_its_scores_is_found():
    opposite = [(1, points, 5 if points < 10 else 3) for points in range(20)]
    agreeing = [(2, points, 3 if points < 10 else 5) for points in range(20)]

    first, second = signs(opposite + agreeing)

    assert (first.marks_mismatch.flagged, first.marks_mismatch.own_flagged) == (True, True)
    assert (second.marks_mismatch.flagged, second.marks_mismatch.own_flagged) == (False, False)


def test_an_imported_region_replaces_the_participants_as_reference():
    rows = [(1, 15, 4), (1, 16, 5), (1, 15, 4), (2, 15, 3), (2, 15, 4), (2, 17, 5)]
    weak_region = mean_interval([5, 6, 7] * 300)

    own, given_region = signs(rows), signs(rows, reference=weak_region)

    assert [school.inflated_mean.flagged for school in own] == [False, False]
    assert [school.inflated_mean.flagged for school in given_region] == [True, True]
    assert given_region[0].inflated_mean.n_reference == 900


def test_one_school_alone_is_compared_with_itself_and_told_so():
    (only,) = signs([(7, 10, 3), (7, 15, 4), (7, 19, 5)])

    assert only.inflated_mean.flagged is False
    assert Caution.CANNOT_FLAG in only.inflated_mean.warnings


def test_a_school_none_of_whose_pupils_has_a_mark_still_has_its_mean():
    (first, _) = signs([(1, 10, NO_MARK), (1, 12, NO_MARK), (2, 9, 4), (2, 8, 3)])

    assert (first.inflated_mean.n, first.inflated_mean.value) == (2, 11.0)
    assert (first.marks_mismatch.n, first.marks_mismatch.reason) == (0, Reason.TOO_FEW)
    assert first.marks_mismatch.inputs["without_mark"] == 2


def test_nobody_took_part():
    assert signs([]) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"totals": [10, 21]}, r"1 primary scores outside 0\.\.20", id="above"),
        pytest.param({"totals": [-1, 9]}, r"1 primary scores outside 0\.\.20", id="below"),
        pytest.param({"journal_marks": [1, 6]}, "2 journal marks", id="no such marks"),
        pytest.param({"totals": [10]}, "unequal shapes", id="a column too short"),
        pytest.param({"totals": [9.5, 10.0]}, "whole numbers", id="half points"),
    ],
)
def test_columns_that_cannot_be_results_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        signs([(1, 10, 4), (1, 12, 5)], **changes)


@pytest.mark.parametrize(
    ("kind", "subject", "grade", "code"),
    [
        (SignKind.INFLATED_MEAN, "RU", 4, "HI_RU4"),
        (SignKind.INFLATED_MEAN, "MA", 9, "HI_OGE_MA"),
        (SignKind.MARKS_MISMATCH, "MA", 5, "MIS_MA5"),
        (SignKind.MARKS_MISMATCH, "BI", 9, "MIS_BI9"),
        (SignKind.SHARP_RISE, "RU", None, "UP_RU"),
        (SignKind.SHARP_FALL, "MA", 5, "DOWN_MA"),
    ],
)
def test_signs_have_stable_codes(kind, subject, grade, code):
    assert sign_code(kind=kind, subject=subject, grade=grade) == code


def test_a_sign_of_a_work_needs_the_grade():
    with pytest.raises(ValueError, match="belongs to a grade"):
        sign_code(kind=SignKind.INFLATED_MEAN, subject="RU")


def test_the_official_list_is_all_that_its_four_kinds_and_two_subjects_give():
    kinds_and_grades = [
        *((SignKind.INFLATED_MEAN, grade) for grade in (4, 5, 9)),
        *((SignKind.MARKS_MISMATCH, grade) for grade in (4, 5)),
        (SignKind.SHARP_RISE, None),
        (SignKind.SHARP_FALL, None),
    ]

    built = {
        sign_code(kind=kind, subject=subject, grade=grade)
        for kind, grade in kinds_and_grades
        for subject in ("RU", "MA")
    }

    assert built == set(OFFICIAL_CODES)
    assert len(OFFICIAL_CODES) == 14


@pytest.mark.parametrize(
    ("code", "flagged", "marked"),
    [
        pytest.param("HI_RU4", True, True, id="one of the fourteen"),
        pytest.param("HI_BI6", True, False, id="the same formula over another work"),
        pytest.param("HI_RU4", False, False, id="looked at and not found"),
        pytest.param("HI_RU4", None, False, id="could not be judged"),
    ],
)
def test_a_school_is_marked_by_an_official_sign_only(code, flagged, marked):
    quiet = SignResult(code="UP_RU", kind=SignKind.SHARP_RISE, n=30, flagged=False)
    sign = SignResult(code=code, kind=SignKind.INFLATED_MEAN, n=30, flagged=flagged)

    assert is_marked([quiet, sign]) is marked


@pytest.mark.parametrize(
    ("n", "level"),
    [
        (0, "too-few"),
        (9, "too-few"),
        (10, "very-limited"),
        (19, "very-limited"),
        (20, "approximate"),
        (49, "approximate"),
        (50, "informative"),
        (5000, "informative"),
    ],
)
def test_how_much_a_number_of_participants_can_tell(n, level):
    assert evidence(n) == level
