"""Item scores as bytes, totals and marks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.scores import (
    MAX_ITEM_SCORE,
    NOT_TAUGHT_TEXT,
    Scale,
    X,
    above_maximum,
    decode_scores,
    encode_scores,
    has_points,
    mark_for,
    marks_for,
    not_attempted,
    not_taught,
    score_matrix,
    totals,
)

RUSSIAN_4 = Scale(two=13, three=23, four=32, five=38)

item_scores = st.one_of(
    st.integers(0, MAX_ITEM_SCORE), st.none(), st.sampled_from([X, NOT_TAUGHT_TEXT])
)


@given(scores=st.lists(item_scores, max_size=40))
def test_scores_and_states_come_back_as_they_were_stored(scores):
    blob = encode_scores(scores)

    assert len(blob) == len(scores)
    assert decode_scores(blob) == scores
    assert decode_scores(memoryview(blob)) == scores


@given(rows=st.lists(st.lists(item_scores, min_size=7, max_size=7), max_size=20))
def test_a_total_adds_the_points_and_nothing_for_the_states(rows):
    matrix = score_matrix(blobs=[encode_scores(row) for row in rows], items=7)

    by_hand = [sum(score for score in row if isinstance(score, int)) for row in rows]
    assert totals(matrix).tolist() == by_hand


def test_a_zero_and_the_three_states_add_nothing_and_stay_apart():
    matrix = score_matrix(blobs=[encode_scores([2, 0, X, NOT_TAUGHT_TEXT, None])], items=5)

    assert totals(matrix).tolist() == [2]
    assert has_points(matrix).tolist() == [[True, True, False, False, False]]
    assert not_attempted(matrix).tolist() == [[False, False, True, False, False]]
    assert not_taught(matrix).tolist() == [[False, False, False, True, False]]


def test_a_total_may_exceed_one_byte():
    matrix = score_matrix(blobs=[encode_scores([MAX_ITEM_SCORE] * 5)], items=5)

    assert totals(matrix).tolist() == [1000]


def test_no_participants_make_an_empty_matrix_of_the_right_width():
    matrix = score_matrix(blobs=[], items=15)

    assert matrix.shape == (0, 15)
    assert totals(matrix).tolist() == []


@pytest.mark.parametrize(
    "score",
    [
        pytest.param(-1, id="below zero"),
        pytest.param(MAX_ITEM_SCORE + 1, id="above the largest"),
        pytest.param(1.5, id="half a point"),
        pytest.param(True, id="a truth value"),
        pytest.param("x", id="a small x, which the reader of the workbook should have mended"),
        pytest.param("2", id="a number as text"),
    ],
)
def test_what_is_no_item_score_is_refused(score):
    with pytest.raises(ValueError, match="item 2"):
        encode_scores([1, score, 0])


def test_every_wrong_score_is_named_at_once():
    with pytest.raises(ValueError, match=r"item 1: -1; item 3: 'нет'"):
        encode_scores([-1, 0, "нет"])


def test_a_blob_of_another_work_is_refused_with_its_place():
    blobs = [encode_scores([1, 2]), encode_scores([1, 2, 3])]

    with pytest.raises(ValueError, match="1 of 2 blobs are not 2 items long, first at 1"):
        score_matrix(blobs=blobs, items=2)


@pytest.mark.parametrize("byte", [MAX_ITEM_SCORE + 1, 230, 252])
def test_a_byte_without_a_meaning_is_never_read_as_points(byte):
    with pytest.raises(ValueError, match=f"byte {byte}"):
        score_matrix(blobs=[bytes([1, byte])], items=2)
    with pytest.raises(ValueError, match=f"byte {byte}"):
        decode_scores(bytes([byte]))


def test_points_above_the_maximum_of_an_item_are_found_and_states_are_not():
    matrix = score_matrix(blobs=[encode_scores([1, 3, X]), encode_scores([2, 2, 0])], items=3)

    found = above_maximum(matrix=matrix, maxima=[1, 2, 0])

    assert found.tolist() == [[False, True, False], [True, False, False]]


@pytest.mark.parametrize(
    ("total", "mark"),
    [
        pytest.param(0, 2, id="nothing"),
        pytest.param(13, 2, id="last of the twos"),
        pytest.param(14, 3, id="first of the threes"),
        pytest.param(23, 3, id="last of the threes"),
        pytest.param(24, 4, id="first of the fours"),
        pytest.param(32, 4, id="last of the fours"),
        pytest.param(33, 5, id="first of the fives"),
        pytest.param(38, 5, id="everything"),
    ],
)
def test_marks_change_at_the_bounds_of_the_scale(total, mark):
    assert mark_for(total=total, scale=RUSSIAN_4) == mark


@pytest.mark.parametrize("total", [-1, 39, 41])
def test_a_total_outside_the_scale_gets_no_mark(total):
    with pytest.raises(ValueError, match=rf"outside 0\.\.38, first {total}"):
        mark_for(total=total, scale=RUSSIAN_4)


def test_many_totals_get_the_marks_they_would_get_one_by_one():
    every_total = np.arange(39)

    marks = marks_for(totals=every_total, scale=RUSSIAN_4)

    assert marks.tolist() == [mark_for(total=total, scale=RUSSIAN_4) for total in range(39)]
    assert marks.tolist() == [2] * 14 + [3] * 10 + [4] * 9 + [5] * 6


@pytest.mark.parametrize(
    "bounds",
    [
        pytest.param((13, 13, 32, 38), id="two marks end together"),
        pytest.param((13, 32, 23, 38), id="a bound goes back"),
        pytest.param((-1, 23, 32, 38), id="below zero"),
    ],
)
def test_a_scale_whose_bounds_do_not_rise_is_refused(bounds):
    with pytest.raises(ValueError, match="do not rise"):
        Scale(*bounds)


def test_a_scale_may_give_a_two_to_nothing_but_zero_points():
    scale = Scale(two=0, three=1, four=2, five=3)

    assert [mark_for(total=total, scale=scale) for total in range(4)] == [2, 3, 4, 5]


def test_a_scale_is_read_from_the_form_of_the_catalogue():
    assert Scale.from_bounds({"2": 13, "3": 23, "4": 32, "5": 38}) == RUSSIAN_4


def test_a_scale_without_one_mark_is_refused():
    with pytest.raises(ValueError, match="names marks 2, 3, 4 and 5"):
        Scale.from_bounds({"3": 23, "4": 32, "5": 38})
