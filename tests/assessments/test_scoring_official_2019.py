"""The official signs, against the definitions worked out by hand and against scipy."""

import json
import math
import random
import statistics
import warnings

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from assessments.scoring.official_2019 import (
    correlation_interval,
    distribution_interval,
    inflated_interval,
    inflated_mean,
    marks_mismatch,
    mean_interval,
    objectivity_index,
    summary_interval,
)
from assessments.scoring.results import Caution, MeanInterval, Reason, SignKind, sign_code

points = st.integers(0, 60)
pupils = st.lists(st.tuples(st.integers(2, 5), points), min_size=2, max_size=40)


def mean_by_hand(values):
    mean, sd = statistics.mean(values), statistics.stdev(values)
    half = 1.96 * sd / len(values) ** 0.5
    return mean, sd, mean - half, mean + half


def mid_ranks_by_hand(values):
    """The definition word for word: how many are smaller, and the middle of the equal ones."""
    return [
        sum(other < value for other in values) + (sum(other == value for other in values) + 1) / 2
        for value in values
    ]


def printed_by_hand(marks, scores):
    ranks = zip(mid_ranks_by_hand(marks), mid_ranks_by_hand(scores), strict=True)
    n = len(marks)
    return 1 - 6 * sum((a - b) ** 2 for a, b in ranks) / (n * (n**2 - 1))


# --- the interval of a mean


@given(values=st.lists(points, min_size=2, max_size=80))
def test_the_interval_is_the_mean_and_1_96_standard_errors_with_n_less_one(values):
    interval = mean_interval(values)

    mean, sd, lower, upper = mean_by_hand(values)
    assert interval.n == len(values)
    assert interval.mean == pytest.approx(mean)
    assert interval.sd == pytest.approx(sd)
    assert interval.lower == pytest.approx(lower)
    assert interval.upper == pytest.approx(upper)


@given(values=st.lists(points, min_size=1, max_size=40), seed=st.integers())
def test_the_order_of_participants_changes_no_digit_of_an_interval(values, seed):
    shuffled = random.Random(seed).sample(values, len(values))

    assert mean_interval(shuffled) == mean_interval(values)


@pytest.mark.parametrize(
    ("values", "interval"),
    [
        pytest.param([], MeanInterval(n=0), id="nobody"),
        pytest.param([7], MeanInterval(n=1, mean=7.0), id="one participant has no spread"),
        pytest.param([7, 7, 7], MeanInterval(3, 7.0, 0.0, 7.0, 7.0), id="all alike are a point"),
    ],
)
def test_small_and_even_groups(values, interval):
    assert mean_interval(values) == interval


@pytest.mark.parametrize("values", [[1.5, 2.0], [-1, 3]], ids=["halves", "below zero"])
def test_scores_are_whole_and_not_negative(values):
    with pytest.raises(ValueError, match="whole numbers from 0"):
        mean_interval(values)


@given(values=st.lists(points, min_size=1, max_size=60))
def test_a_distribution_gives_the_interval_of_the_scores_behind_it(values):
    counts = {value: values.count(value) for value in set(values)}

    assert distribution_interval(counts) == mean_interval(values)


def test_a_published_mean_and_deviation_give_the_interval():
    values = [12, 15, 9, 20, 14]
    direct = mean_interval(values)

    published = summary_interval(n=5, mean=direct.mean, sd=direct.sd)

    assert published == direct


@pytest.mark.parametrize(("n", "sd"), [(1, 2.0), (10, -0.1)], ids=["one pupil", "negative sd"])
def test_a_published_summary_that_cannot_be_is_refused(n, sd):
    with pytest.raises(ValueError, match="no interval"):
        summary_interval(n=n, mean=10.0, sd=sd)


# --- (a) inflated mean

REGION = summary_interval(n=10_000, mean=12.0, sd=5.0)  # upper bound 12.098


@pytest.mark.parametrize(
    ("lower", "flagged"),
    [
        pytest.param(12.0, False, id="overlaps the region"),
        pytest.param(12.5, False, id="touches the region's upper bound"),
        pytest.param(math.nextafter(12.5, 13), True, id="just right of it"),
        pytest.param(15.0, True, id="far right of it"),
        pytest.param(3.0, False, id="left of the region"),
    ],
)
def test_a_school_is_flagged_only_strictly_right_of_the_region(lower, flagged):
    region = MeanInterval(n=900, mean=12.0, sd=5.0, lower=11.5, upper=12.5)
    school = MeanInterval(n=30, mean=lower + 1, sd=2.0, lower=lower, upper=lower + 2)

    sign = inflated_interval(code="HI_MA4", school=school, reference=region)

    assert sign.flagged is flagged
    assert (sign.reference_lower, sign.reference_upper) == (11.5, 12.5)
    assert (sign.n, sign.n_reference, sign.reason) == (30, 900, None)


@pytest.mark.parametrize(
    ("values", "flagged", "reason", "cautions"),
    [
        pytest.param([], None, Reason.TOO_FEW, (), id="nobody took part"),
        pytest.param([20], None, Reason.TOO_FEW, (), id="one participant"),
        pytest.param([20, 20], True, None, (Caution.ZERO_SPREAD,), id="two alike, high"),
        pytest.param([12, 12], False, None, (Caution.ZERO_SPREAD,), id="two alike, ordinary"),
        pytest.param([20, 2], False, None, (), id="two far apart"),
    ],
)
def test_the_smallest_schools_by_the_rule_on_means(values, flagged, reason, cautions):
    sign = inflated_mean(code="HI_MA4", school_values=values, reference=REGION)

    assert (sign.flagged, sign.reason, sign.warnings) == (flagged, reason, cautions)
    assert sign.evidence == "too-few"


@pytest.mark.parametrize(
    "reference", [MeanInterval(n=0), MeanInterval(n=1, mean=3.0)], ids=["none", "one participant"]
)
def test_without_a_region_no_school_is_judged(reference):
    sign = inflated_mean(code="HI_MA4", school_values=[20, 19, 20], reference=reference)

    assert (sign.flagged, sign.reason) == (None, Reason.NO_REFERENCE)


@given(values=st.lists(points, min_size=2, max_size=60))
def test_a_school_that_is_its_own_region_is_never_flagged(values):
    sign = inflated_mean(code="HI_MA4", school_values=values, reference=mean_interval(values))

    assert sign.flagged is False


@given(values=st.lists(points, min_size=2, max_size=40), more=st.integers(1, 20))
def test_a_flag_does_not_vanish_when_every_pupil_gets_more_points(values, more):
    before = inflated_mean(code="HI_MA4", school_values=values, reference=REGION)
    after = inflated_mean(
        code="HI_MA4", school_values=[value + more for value in values], reference=REGION
    )

    assert after.flagged or not before.flagged


# --- (b) mismatch with school marks


def test_the_worked_example_of_printed_and_tie_corrected_correlation():
    marks = [4, 4, 3, 4, 4, 4, 4, 4, 4, 4, 4, 4]
    scores = [12, 13, 19, 11, 5, 13, 6, 11, 18, 17, 18, 18]

    sign = marks_mismatch(code="MIS_MA4", school_marks=marks, scores=scores)

    assert round(sign.printed, 3) == 0.164
    assert round(sign.tie_corrected, 3) == -0.486
    assert (sign.flagged, sign.own_flagged) == (False, True)
    assert sign.warnings == (Caution.DISAGREE,)
    assert sign.value == sign.printed


@given(pupils=pupils)
def test_the_printed_formula_is_that_of_the_source_over_mid_ranks(pupils):
    marks, scores = zip(*pupils, strict=True)

    sign = marks_mismatch(code="MIS_MA4", school_marks=marks, scores=scores)

    assert sign.printed == pytest.approx(printed_by_hand(marks, scores), abs=1e-12)


@given(pupils=pupils)
def test_the_tie_corrected_correlation_is_that_of_scipy(pupils):
    marks, scores = zip(*pupils, strict=True)
    assume(len(set(marks)) > 1 and len(set(scores)) > 1)

    sign = marks_mismatch(code="MIS_MA4", school_marks=marks, scores=scores)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scipy warns of its p-value at n = 2
        expected = stats.spearmanr(marks, scores).statistic
    assert sign.tie_corrected == pytest.approx(expected, abs=1e-12)
    assert sign.own_flagged == (round(expected, 12) < 0)


@given(order=st.permutations(range(8)))
def test_without_ties_both_correlations_are_one_number(order):
    sign = marks_mismatch(code="MIS_MA4", school_marks=list(range(2, 10)), scores=order)

    assert sign.printed == pytest.approx(sign.tie_corrected, abs=1e-12)


@given(pupils=pupils, seed=st.integers())
def test_the_order_of_participants_changes_nothing_in_a_mismatch(pupils, seed):
    shuffled = random.Random(seed).sample(pupils, len(pupils))

    first, second = (
        marks_mismatch(
            code="MIS_MA4", school_marks=[m for m, _ in rows], scores=[s for _, s in rows]
        )
        for rows in (pupils, shuffled)
    )

    assert first == second


@pytest.mark.parametrize(
    ("marks", "scores", "reason"),
    [
        pytest.param([], [], Reason.TOO_FEW, id="nobody"),
        pytest.param([5], [10], Reason.TOO_FEW, id="one pupil"),
        pytest.param([None, 5], [3, 10], Reason.TOO_FEW, id="one pupil with a mark"),
        pytest.param([4, 4, 4], [1, 2, 3], Reason.CONSTANT_MARKS, id="all have a four"),
        pytest.param([3, 4, 5], [9, 9, 9], Reason.CONSTANT_SCORES, id="all scored the same"),
        pytest.param([4, 4, 4], [9, 9, 9], Reason.CONSTANT_MARKS, id="both the same"),
        pytest.param([3, 4], [1, 2], None, id="two who differ"),
    ],
)
def test_where_there_is_no_correlation_there_is_no_decision(marks, scores, reason):
    sign = marks_mismatch(code="MIS_MA4", school_marks=marks, scores=scores)

    assert sign.reason == reason
    assert (sign.flagged is None) == (sign.own_flagged is None) == (reason is not None)


@given(scores=st.lists(points, min_size=2, max_size=40))
def test_equal_marks_hide_no_flag_for_the_printed_number_is_then_never_negative(scores):
    sign = marks_mismatch(code="MIS_MA4", school_marks=[4] * len(scores), scores=scores)

    assert sign.flagged is None
    assert sign.printed >= 0.5 - 1e-12


def test_a_correlation_of_exactly_zero_is_no_mismatch():
    sign = marks_mismatch(code="MIS_MA4", school_marks=[1, 2, 3, 4], scores=[2, 4, 1, 3])

    assert (sign.printed, sign.tie_corrected) == (0.0, 0.0)
    assert (sign.flagged, sign.own_flagged) == (False, False)


def test_pupils_without_a_school_mark_are_left_out_and_counted():
    sign = marks_mismatch(
        code="MIS_MA4", school_marks=[5, None, 4, 3, None], scores=[1, 20, 2, 3, 0]
    )

    assert (sign.n, sign.inputs["without_mark"]) == (3, 2)
    assert (sign.printed, sign.tie_corrected) == (-1.0, -1.0)
    assert sign.flagged is True


def test_marks_and_scores_must_pair():
    with pytest.raises(ValueError, match="zip"):
        marks_mismatch(code="MIS_MA4", school_marks=[4, 5], scores=[10])


def test_the_interval_of_a_correlation_against_one_worked_by_hand():
    lower, upper = correlation_interval(rho=0.5, n=28)

    # artanh 0.5 = 0.549306; 1.96 / √25 = 0.392; tanh of 0.157306 and of 0.941306
    assert lower == pytest.approx(0.156021, abs=1e-6)
    assert upper == pytest.approx(0.735822, abs=1e-6)


@pytest.mark.parametrize(
    ("rho", "n"),
    [(0.5, 3), (1.0, 30), (-1.0, 30), (None, 30)],
    ids=["three pupils", "perfect", "perfectly opposite", "no correlation"],
)
def test_a_correlation_without_an_honest_interval_gets_none(rho, n):
    assert correlation_interval(rho=rho, n=n) == (None, None)


# --- (d) the index, and what is stored


@pytest.mark.parametrize(
    ("marked", "total", "index"),
    [
        pytest.param(0, 12, 100.0, id="no school marked"),
        pytest.param(3, 12, 75.0, id="a quarter marked"),
        pytest.param(12, 12, 0.0, id="all marked"),
        pytest.param(0, 0, None, id="no schools, no index"),
    ],
)
def test_the_objectivity_index_is_the_percentage_of_schools_without_signs(marked, total, index):
    assert objectivity_index(marked=marked, total=total) == index


@pytest.mark.parametrize(("marked", "total"), [(-1, 5), (6, 5)])
def test_an_index_of_more_schools_than_there_are_is_refused(marked, total):
    with pytest.raises(ValueError, match="schools marked of"):
        objectivity_index(marked=marked, total=total)


@given(pupils=pupils)
def test_a_stored_mean_can_be_judged_again_from_what_is_stored(pupils):
    scores = [score for _, score in pupils]
    sign = inflated_mean(
        code=sign_code(kind=SignKind.INFLATED_MEAN, subject="MA", grade=4),
        school_values=scores,
        reference=REGION,
    )

    stored = json.loads(json.dumps(sign.as_json()))

    school, region = stored["inputs"]["school"], stored["inputs"]["reference"]
    again = inflated_interval(
        code=stored["code"], school=summary_interval(**school), reference=summary_interval(**region)
    )
    assert again == sign


@given(pupils=pupils)
def test_a_stored_mismatch_holds_both_correlations_and_what_they_came_from(pupils):
    marks, scores = zip(*pupils, strict=True)
    sign = marks_mismatch(code="MIS_MA4", school_marks=marks, scores=scores)

    stored = json.loads(json.dumps(sign.as_json()))

    n, sum_d2 = stored["inputs"]["n"], stored["inputs"]["sum_d2"]
    assert stored["printed"] == 1 - 6 * sum_d2 / (n * (n**2 - 1))
    assert stored["tie_corrected"] == sign.tie_corrected
    assert stored["method"] == "official-2019/1"
