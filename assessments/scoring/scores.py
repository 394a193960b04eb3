"""Item scores of participants: one byte an item, totals, marks.

A blob is the scores of one participant in the order of the work's items. «X» (the participant
did not attempt the item), «не пройд.» (the topic was not taught yet) and an empty cell are three
states of their own; none of them is a zero, though none adds to the total.
An absent participant has no blob at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Blob: TypeAlias = bytes | bytearray | memoryview  # PostgreSQL hands out memoryview, SQLite bytes
ItemScore: TypeAlias = int | Literal["X", "не пройд."] | None
Matrix: TypeAlias = NDArray[np.uint8]

X: Final = "X"
NOT_TAUGHT_TEXT: Final = "не пройд."

NOT_ATTEMPTED: Final = 255
NOT_TAUGHT: Final = 254
BLANK: Final = 253
MAX_ITEM_SCORE: Final = 200  # 201..252 stay free for states not known today

_CODE_OF: Final[dict[object, int]] = {
    X: NOT_ATTEMPTED,
    NOT_TAUGHT_TEXT: NOT_TAUGHT,
    None: BLANK,
}
_CODES: Final[dict[object, int]] = {
    **{points: points for points in range(MAX_ITEM_SCORE + 1)},
    **_CODE_OF,
}
_STATE_OF: Final[dict[int, ItemScore]] = {
    NOT_ATTEMPTED: X,
    NOT_TAUGHT: NOT_TAUGHT_TEXT,
    BLANK: None,
}


def encode_scores(scores: Sequence[ItemScore]) -> bytes:
    """One participant's scores as bytes, in the order of the items.

    Raises:
        ValueError: a score is neither 0..MAX_ITEM_SCORE nor one of the three states;
            the message names the position, counted from 1, of every such score.
    """
    if all(map(_is_plain, {*map(type, scores)})) and _CODES.keys() >= {*scores}:
        return bytes(map(_CODES.__getitem__, scores))
    codes = [_code_of(score) for score in scores]
    wrong = [
        f"item {position}: {score!r}"
        for position, (score, code) in enumerate(zip(scores, codes, strict=True), start=1)
        if code is None
    ]
    if wrong:
        raise ValueError("not an item score: " + "; ".join(wrong))
    return bytes(code for code in codes if code is not None)


def decode_scores(blob: Blob) -> list[ItemScore]:
    """The scores of one participant, states included; the way back from `encode_scores`."""
    _check_codes(np.frombuffer(blob, dtype=np.uint8))
    return [_STATE_OF.get(code, code) for code in bytes(blob)]


def score_matrix(*, blobs: Sequence[Blob], items: int) -> Matrix:
    """All participants at once: shape (participants, items), codes of states kept.

    Raises:
        ValueError: a blob is not `items` bytes long, or holds a byte without a meaning.
    """
    wrong = [position for position, blob in enumerate(blobs) if len(blob) != items]
    if wrong:
        raise ValueError(
            f"{len(wrong)} of {len(blobs)} blobs are not {items} items long, first at {wrong[0]}"
        )
    matrix = np.frombuffer(b"".join(blobs), dtype=np.uint8).reshape(len(blobs), items)
    _check_codes(matrix)
    return matrix


def totals(matrix: Matrix) -> NDArray[np.int64]:
    """Primary score of every participant; items in any of the three states add nothing."""
    # Zeroed as bytes and summed wide: a million participants stay within tens of megabytes.
    points = np.where(has_points(matrix), matrix, np.uint8(0))
    return np.asarray(points.sum(axis=1, dtype=np.int64))


def has_points(matrix: Matrix) -> NDArray[np.bool_]:
    """Where an item was marked with points, zero included."""
    return np.less_equal(matrix, MAX_ITEM_SCORE)


def not_attempted(matrix: Matrix) -> NDArray[np.bool_]:
    """Where «X» stands."""
    return np.equal(matrix, NOT_ATTEMPTED)


def not_taught(matrix: Matrix) -> NDArray[np.bool_]:
    """Where «не пройд.» stands."""
    return np.equal(matrix, NOT_TAUGHT)


def above_maximum(*, matrix: Matrix, maxima: Sequence[int]) -> NDArray[np.bool_]:
    """Where the points exceed the item's maximum: a fault of the upload, never repaired here."""
    return has_points(matrix) & (matrix > np.asarray(maxima))


@dataclass(frozen=True)
class Scale:
    """How primary scores become marks: the last score of each mark, «2» to «5».

    `five` is the highest possible primary score of the work.
    """

    two: int
    three: int
    four: int
    five: int

    def __post_init__(self) -> None:
        if not 0 <= self.two < self.three < self.four < self.five:
            raise ValueError(f"the bounds of marks 2 to 5 do not rise: {self.bounds}")

    @classmethod
    def from_bounds(cls, bounds: Mapping[str, int]) -> "Scale":
        """From {"2": 13, "3": 23, "4": 32, "5": 38}, the form in which catalogues keep it."""
        if set(bounds) != {"2", "3", "4", "5"}:
            raise ValueError(f"a scale names marks 2, 3, 4 and 5, not {sorted(bounds)}")
        return cls(two=bounds["2"], three=bounds["3"], four=bounds["4"], five=bounds["5"])

    @property
    def bounds(self) -> tuple[int, int, int, int]:
        return self.two, self.three, self.four, self.five


def mark_for(*, total: int, scale: Scale) -> int:
    """The mark, 2 to 5, of one primary score.

    Raises:
        ValueError: the score is below zero or above the scale.
    """
    return int(marks_for(totals=np.asarray([total]), scale=scale)[0])


def marks_for(*, totals: NDArray[np.integer], scale: Scale) -> NDArray[np.int64]:
    """The marks of many primary scores; the same errors as `mark_for`."""
    outside = (totals < 0) | (totals > scale.five)
    if outside.any():
        raise ValueError(
            f"{int(outside.sum())} primary scores outside 0..{scale.five}, "
            f"first {int(totals[outside][0])}"
        )
    return np.searchsorted(np.asarray(scale.bounds), totals, side="left").astype(np.int64) + 2


def _is_plain(kind: type) -> bool:
    return kind is not bool and issubclass(kind, int | str | None)


def _code_of(score: object) -> int | None:
    if score is None or isinstance(score, str):
        return _CODE_OF.get(score)
    # bool is an int in Python, but "True points" is somebody's mistake.
    if isinstance(score, bool) or not isinstance(score, int | np.integer):
        return None
    return int(score) if 0 <= score <= MAX_ITEM_SCORE else None


def _check_codes(codes: Matrix) -> None:
    meaningless = (codes > MAX_ITEM_SCORE) & (codes < BLANK)
    if meaningless.any():
        raise ValueError(f"byte {int(codes[meaningless][0])} is neither points nor a state")
