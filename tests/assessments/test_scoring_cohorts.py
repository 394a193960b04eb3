"""A sharp change of one year group between grade 4 and grade 5."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.scoring.cohorts import Cohort, cohort_change, fences, pair_years
from assessments.scoring.results import Caution, Reason, ShareOfMaximum


def year(points, *, n=20, max_total=20):
    return ShareOfMaximum(n=n, points=points, max_total=max_total)


def cohort(before, after):
    return Cohort(before=year(before), after=year(after))


def even_city(count=12):
    """Schools whose K lies close to 1: from 200/205 to 200/(205 − count + 1)."""
    return {f"school {number}": cohort(200, 205 - number) for number in range(count)}


years = st.builds(
    lambda n, max_total, part: year(int(n * max_total * part), n=n, max_total=max_total),
    n=st.integers(1, 90),
    max_total=st.integers(15, 51),
    part=st.floats(0.05, 1),
)
cohorts = st.builds(Cohort, before=years, after=years)
ratios = st.floats(0.1, 10, allow_nan=False)


@given(sample=st.lists(ratios, min_size=2, max_size=60))
def test_quartiles_are_interpolated_linearly_and_the_fences_lie_three_ranges_off(sample):
    found = fences(sample)

    q1, q3 = np.percentile(sample, [25, 75], method="linear")
    assert found.q1 == pytest.approx(q1)
    assert found.q3 == pytest.approx(q3)
    assert found.lower == pytest.approx(q1 - 3 * (q3 - q1))
    assert found.upper == pytest.approx(q3 + 3 * (q3 - q1))
    assert found.schools == len(sample)


def test_the_convention_of_quartiles_shows_where_conventions_differ():
    found = fences([1.0, 2.0, 3.0, 4.0])

    assert (found.q1, found.q3) == (1.75, 3.25)  # 1.5 and 3.5 by halves, 1.25 and 3.75 by n + 1
    assert (found.lower, found.upper) == (-2.75, 7.75)


@pytest.mark.parametrize(
    ("before", "after", "rise", "fall"),
    [
        pytest.param(200, 200, False, False, id="as the others"),
        pytest.param(380, 40, False, True, id="brilliant in grade 4, weak in grade 5"),
        pytest.param(40, 380, True, False, id="weak in grade 4, brilliant in grade 5"),
        pytest.param(0, 200, True, False, id="nothing at all in grade 4"),
    ],
)
def test_a_year_group_outside_the_fences_fell_or_rose(before, after, rise, fall):
    city = even_city() | {"watched": cohort(before, after)}

    change = cohort_change(subject="MA", cohorts=city)

    assert change.rises["watched"].flagged is rise
    assert change.falls["watched"].flagged is fall
    assert change.rises["watched"].code == "UP_MA"
    assert change.falls["watched"].code == "DOWN_MA"
    assert not any(change.falls[name].flagged or change.rises[name].flagged for name in even_city())


def test_a_school_on_the_fence_itself_is_not_flagged():
    # K: 1 ×3, 2, 2, 5 → Q1 = 1, Q3 = 2, fence 5
    city = {name: cohort(40 * k, 40) for name, k in zip("abcdef", (1, 1, 1, 2, 2, 5), strict=True)}

    change = cohort_change(subject="RU", cohorts=city)

    assert (change.fences.q1, change.fences.q3, change.fences.upper) == (1.0, 2.0, 5.0)
    assert change.falls["f"].value == 5.0
    assert change.falls["f"].flagged is False


@given(cohort=cohorts)
def test_k_is_the_exact_ratio_of_both_shares_rounded_once(cohort):
    assume(cohort.after.points > 0)

    before, after = (
        Fraction(side.points, side.n * side.max_total) for side in (cohort.before, cohort.after)
    )
    assert cohort.k == float(before / after)
    assert cohort.k == pytest.approx(cohort.before.share / cohort.after.share)


def test_equal_ratios_out_of_different_numbers_are_equal_and_flag_nobody():
    city = {
        n: Cohort(before=year(3 * n, n=n, max_total=20), after=year(7 * n, n=n, max_total=38))
        for n in range(1, 60)
    }

    change = cohort_change(subject="RU", cohorts=city)

    assert len({sign.value for sign in change.rises.values()}) == 1
    assert not any(change.rises[n].flagged or change.falls[n].flagged for n in city)
    assert change.rises[1].warnings == (Caution.ZERO_IQR,)


@pytest.mark.parametrize(
    ("odd_one", "reason"),
    [
        pytest.param(Cohort(before=None, after=year(200)), Reason.ONE_YEAR_ONLY, id="no grade 4"),
        pytest.param(Cohort(before=year(200), after=None), Reason.ONE_YEAR_ONLY, id="no grade 5"),
        pytest.param(Cohort(before=None, after=None), Reason.ONE_YEAR_ONLY, id="neither"),
        pytest.param(cohort(200, 0), Reason.ZERO_DENOMINATOR, id="nothing at all in grade 5"),
        pytest.param(cohort(0, 0), Reason.ZERO_DENOMINATOR, id="nothing in either"),
    ],
)
def test_a_school_without_a_ratio_is_not_judged_and_moves_no_fence(odd_one, reason):
    alone = cohort_change(subject="MA", cohorts=even_city())

    change = cohort_change(subject="MA", cohorts=even_city() | {"odd one": odd_one})

    for sign in (change.rises["odd one"], change.falls["odd one"]):
        assert (sign.value, sign.flagged, sign.reason) == (None, None, reason)
    assert change.fences == alone.fences


@given(sample=st.lists(cohorts, min_size=1, max_size=4))
def test_with_fewer_than_five_schools_the_rule_cannot_flag_and_says_so(sample):
    city = dict(enumerate(sample))

    change = cohort_change(subject="MA", cohorts=city)

    signs = [*change.rises.values(), *change.falls.values()]
    assert not any(sign.flagged for sign in signs)
    assert all(Caution.CANNOT_FLAG in sign.warnings for sign in signs if sign.flagged is not None)


def test_the_outermost_of_four_schools_lies_exactly_on_its_fence():
    city = {name: cohort(150, 150) for name in "abc"} | {"d": cohort(150, 70)}

    change = cohort_change(subject="MA", cohorts=city)

    # In floating point the fence would come out one digit below K = 15/7.
    assert change.falls["d"].value == change.fences.upper
    assert change.falls["d"].flagged is False


def test_with_five_schools_the_rule_can_flag():
    city = {name: cohort(200, 200) for name in "abcd"} | {"e": cohort(300, 200)}

    change = cohort_change(subject="MA", cohorts=city)

    assert change.falls["e"].flagged is True
    assert change.falls["e"].warnings == (Caution.ZERO_IQR,)


@given(sample=st.lists(cohorts, min_size=1, max_size=30))
def test_nobody_rises_and_falls_at_once(sample):
    change = cohort_change(subject="RU", cohorts=dict(enumerate(sample)))

    assert not any(
        change.rises[name].flagged and change.falls[name].flagged for name in change.rises
    )


@given(sample=st.lists(cohorts, min_size=1, max_size=20), data=st.data())
def test_the_order_of_schools_changes_nothing(sample, data):
    city = dict(enumerate(sample))
    shuffled = dict(data.draw(st.permutations(list(city.items()))))

    assert cohort_change(subject="RU", cohorts=shuffled) == cohort_change(
        subject="RU", cohorts=city
    )


def test_the_smaller_year_limits_what_a_change_can_tell():
    small = Cohort(before=year(90, n=9), after=year(600, n=60))

    change = cohort_change(subject="RU", cohorts=even_city() | {"small": small})

    assert (change.falls["small"].n, change.falls["small"].evidence) == (9, "too-few")
    assert change.falls["school 1"].evidence == "approximate"


def test_no_schools_give_no_fences_and_no_signs():
    change = cohort_change(subject="MA", cohorts={})

    assert (change.fences.schools, change.fences.upper) == (0, None)
    assert (change.rises, change.falls) == ({}, {})


def test_both_years_are_paired_and_a_missing_one_stays_missing():
    paired = pair_years(before={"a": year(10), "b": year(20)}, after={"b": year(30), "c": year(40)})

    assert paired == {
        "a": Cohort(before=year(10), after=None),
        "b": Cohort(before=year(20), after=year(30)),
        "c": Cohort(before=None, after=year(40)),
    }


def test_a_stored_change_names_its_inputs_and_its_quartiles():
    change = cohort_change(subject="MA", cohorts=even_city())

    stored = json.loads(json.dumps(change.falls["school 5"].as_json()))

    assert stored["inputs"]["before"] == {"n": 20, "points": 200, "max_total": 20, "share": 0.5}
    assert (
        stored["value"] == stored["inputs"]["before"]["share"] / stored["inputs"]["after"]["share"]
    )
    assert stored["thresholds"] == {
        "q1": change.fences.q1,
        "q3": change.fences.q3,
        "iqr_factor": 3,
        "percentile_method": "linear",
    }
    assert stored["n_reference"] == 12


@pytest.mark.parametrize(
    ("n", "points", "max_total"),
    [(0, 0, 20), (5, 101, 20), (5, -1, 20), (5, 0, 0)],
    ids=["nobody", "more than all points", "below zero", "a work without points"],
)
def test_a_share_that_cannot_be_is_refused(n, points, max_total):
    with pytest.raises(ValueError, match="points of"):
        ShareOfMaximum(n=n, points=points, max_total=max_total)
