"""The geometry of the charts of signs."""

import pytest

from assessments.charts.distribution import BASE, TOP, distribution
from assessments.charts.means import MOST_NAMES, SchoolMean, means


def school(name, mean, *, half=1.0, own=False):
    return SchoolMean(
        name=name, n=20, mean=mean, lower=mean - half, upper=mean + half, own=own,
        flagged=False, enough=True,
    )  # fmt: skip


def test_the_highest_bar_reaches_the_top_and_the_others_keep_their_proportion():
    chart = distribution(school=[0, 2, 4], sample=[1, 1, 1], uppers=None)

    assert [float(bar.height) for bar in chart.bars] == [0, (BASE - TOP) / 2, BASE - TOP]


def test_the_curve_is_scaled_to_the_number_of_the_school():
    chart = distribution(school=[2, 2, 2], sample=[10, 30, 20], uppers=None)

    assert [bar.expected for bar in chart.bars] == [1, 3, 2]


def test_a_mark_begins_right_after_the_highest_score_of_the_lower_one():
    chart = distribution(school=[1] * 21, sample=[1] * 21, uppers=(6, 10, 14))

    for border, first in zip(chart.borders, (7, 11, 15), strict=True):
        assert float(chart.bars[first - 1].x) < float(border.x) < float(chart.bars[first].x)
    assert [border.mark for border in chart.borders] == [3, 4, 5]


def test_a_school_and_a_sample_without_participants_are_drawn_flat():
    chart = distribution(school=[0, 0], sample=[0, 0], uppers=None)

    assert {bar.height for bar in chart.bars} == {"0"}


def test_schools_stand_from_the_lowest_mean_to_the_highest():
    chart = means(
        schools=[school("Б", 12), school("А", 9, own=True), school("В", 15)],
        lower=11, upper=12, max_points=20,
    )  # fmt: skip

    assert [one.school.name for one in chart.whiskers] == ["А", "Б", "В"]
    assert [float(one.x) for one in chart.whiskers] == sorted(
        float(one.x) for one in chart.whiskers
    )


def test_an_interval_beyond_the_maximum_is_drawn_up_to_it():
    chart = means(schools=[school("А", 19.5, own=True)], lower=11, upper=12, max_points=20)

    assert float(chart.whiskers[0].x_upper) == float(chart.right)
    assert chart.ticks[-1].score <= 20


@pytest.mark.parametrize(("schools", "named"), [(MOST_NAMES, True), (MOST_NAMES + 1, False)])
def test_names_are_written_while_there_is_room(schools, named):
    several = [school(f"Школа № {n}", 5 + n / 10, own=n == 0) for n in range(schools)]

    chart = means(schools=several, lower=6, upper=7, max_points=20)

    assert [bool(one.word) for one in chart.whiskers] == [named] * schools


def test_a_long_name_keeps_both_ends():
    several = [school("Основная общеобразовательная школа № 11", 9), school("А", 5, own=True)]

    chart = means(schools=several, lower=6, upper=7, max_points=20)

    assert [one.word for one in chart.whiskers] == ["А", "Основн…№ 11"]
