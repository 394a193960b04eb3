"""Reports of groups are kept as printed; a distribution becomes the reference of its work."""

import numpy as np
import pytest

from assessments.models import FederalMark, Procedure, Reference, ReportedSample
from assessments.scoring.distributions import summary_of
from tests.assessments.shapes import builders
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db
REGION, DISTRICT = "Заречный край", "Заречный муниципальный округ(reg99_m001)"
SCHOOL = "Школа на горе(edu990001)"


def shares(*points):
    """Percents of a distribution with these primary scores, one participant each."""
    counts = [points.count(score) for score in range(21)]
    return [round(100 * count / len(points), 2) for count in counts]


def kept(kind):
    return [
        (each.level, each.title, each.schools, each.participants, each.values)
        for each in ReportedSample.objects.filter(kind=kind)
    ]


def test_statistics_of_marks_keep_a_row_for_each_group(bring, schools):
    found = bring(
        builders.mark_statistics(
            [
                ["Вся выборка", 38000, 1500000, 2.1, 24.5, 46.2, 27.2],
                [REGION, 640, 25000, 3.3, 23.6, 46.2, 26.9],
                [DISTRICT, 20, 900, 3, 24, 46, 27],
                [SCHOOL, None, 48, 0, 25, 50, 25],
            ]
        )
    )

    assert (found.shape, found.accepted, found.schools) == ("mark-statistics", 4, 1)
    assert [row[:4] for row in kept("marks")] == [
        ("country", "Вся выборка", 38000, 1500000),
        ("region", REGION, 640, 25000),
        ("municipality", DISTRICT, 20, 900),
        ("school", SCHOOL.replace("(", " ("), None, 48),
    ]
    assert ReportedSample.objects.get(level="school").school == schools[0]
    assert not Reference.objects.exists()


def test_shares_that_do_not_make_a_hundred_are_refused_and_nothing_of_the_report_is_kept(bring):
    found = bring(
        builders.mark_statistics(
            [[REGION, 640, 25000, 3.3, 23.6, 46.2, 26.9], [SCHOOL, None, 48, 0, 25, 50, 5]]
        )
    )

    assert [(f.code, f.row, f.column) for f in found.refused] == [("shares_differ", 10, "G")]
    assert found.accepted == 0
    assert not ReportedSample.objects.exists()


def test_the_comparison_with_the_journal_is_read_in_columns(bring):
    found = bring(builders.comparison_in_columns([[REGION, 200, 12.5, 25, 65.5, 131, 22, 44]]))

    assert (found.shape, found.accepted) == ("journal-comparison", 1)
    assert kept("journal") == [("region", REGION, None, 200, [12.5, 65.5, 22.0])]


def test_the_comparison_of_2021_is_read_in_rows(bring):
    found = bring(builders.comparison_in_rows({REGION: (26, 130, 44), SCHOOL: (5, 20, 0)}))

    assert (found.shape, found.accepted) == ("journal-comparison-2021", 2)
    assert kept("journal")[0] == ("region", REGION, None, 200, [13.0, 65.0, 22.0])


def test_rows_of_2021_that_do_not_add_up_are_refused(bring):
    sheets = builders.comparison_in_rows({REGION: (26, 130, 44)})
    next(iter(sheets.values()))[-1][1] = 201

    found = bring(sheets)

    assert [fault.code for fault in found.refused] == ["shares_differ"]


def test_a_distribution_of_schools_becomes_the_reference_of_the_region(bring, committee):
    hill, river = [10, 12, 12, 15], [4, 5, 9]
    rows = [
        [2021, 4, "Математика", "Заречный округ", "edu990001", "На горе", 4, *shares(*hill)],
        [2021, 4, "МА", "Заречный округ", "sch990002", "У реки", 3, *shares(*river)],
    ]

    found = bring(builders.distribution(rows))

    assert (found.shape, found.accepted, found.refused) == ("score-distribution", 2, [])
    reference = Reference.objects.get()
    assert reference.procedure == Procedure.objects.get(committee=committee, year=2021)
    assert (reference.n, len(reference.distribution)) == (7, 21)
    assert reference.mean == pytest.approx(np.mean(hill + river), abs=0.01)
    assert reference.sd == pytest.approx(np.std(hill + river, ddof=1), abs=0.01)


def test_the_regions_own_row_is_the_reference_before_any_sum(bring):
    rows = [
        [2021, 4, "Математика", None, None, REGION, 25000, *shares(8, 9, 10)],
        [2021, 4, "Математика", "Заречный округ", "edu990001", "На горе", 4, *shares(1, 2)],
    ]

    bring(builders.distribution(rows))

    reference = Reference.objects.get()
    assert (reference.title, reference.n) == (REGION, 25000)
    assert reference.mean == pytest.approx(9, abs=0.01)


def test_a_distribution_of_another_year_says_so(bring):
    rows = [[2020, 4, "Математика", "Округ", "edu990001", "На горе", 4, *shares(1, 2)]]

    found = bring(builders.distribution(rows))

    assert [fault.code for fault in found.refused] == ["other_year"]
    assert not Reference.objects.exists()


def test_more_scores_than_the_work_has_is_another_work(bring):
    rows = [[2021, 4, "Математика", "О", "edu990001", "На горе", 1, *[0] * 25, 100]]

    found = bring(builders.distribution(rows, highest=25))

    assert [fault.code for fault in found.refused] == ["other_work"]


def test_the_federal_list_is_a_fact_of_its_own(bring, schools):
    row = [2021, "edu990001", "Заречный округ", "Школа на горе", 1, 0, 0, 1, 2]

    found = bring(builders.federal_list([row, row]))

    mark = FederalMark.objects.get()
    assert (found.shape, found.accepted) == ("federal-list", 1)
    assert (mark.school, mark.year, mark.works) == (schools[0], 2021, ["4 РУ", "5 МА"])
    assert [mend.code for mend in found.mended] == ["double_row"]


def test_a_count_of_signs_that_does_not_match_and_a_strange_school_are_refused(bring):
    rows = [
        [2021, "edu990001", "Округ", "Школа на горе", 1, 0, 0, 1, 3],
        [2021, "edu990077", "Округ", "Школа за лесом", 1, 0, 0, 0, 1],
    ]

    found = bring(builders.federal_list(rows))

    assert [(f.code, f.row) for f in found.refused] == [
        ("count_differs", 2), ("unknown_school", 3),
    ]  # fmt: skip
    assert not FederalMark.objects.exists()


def test_a_list_read_again_replaces_the_one_of_that_year(bring, schools):
    first = [2021, "edu990001", "Округ", "Школа на горе", 1, 0, 0, 0, 1]
    second = [2021, "edu990002", "Округ", "Школа у реки", 0, 1, 0, 0, 1]

    bring(builders.federal_list([first]))
    bring(builders.federal_list([second]))

    assert [mark.school for mark in FederalMark.objects.all()] == [schools[1]]


def test_a_report_without_schools_serves_every_committee(bring):
    stranger = SchoolFactory()

    bring(builders.mark_statistics([[REGION, 640, 25000, 3.3, 23.6, 46.2, 26.9]]))

    committees = set(Procedure.objects.values_list("committee", flat=True))
    assert stranger.committee_id in committees
    assert len(committees) == 2


def test_a_mean_of_one_participant_has_no_spread():
    assert summary_of([(1, [0, 100])]) is None


def test_rounded_percents_are_scaled_to_the_participants():
    found = summary_of([(3, [33.3, 33.3, 33.3])])

    assert found.counts == pytest.approx([1, 1, 1])
    assert (found.mean, found.sd) == (pytest.approx(1), pytest.approx(1))
