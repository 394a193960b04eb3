"""What a sign says: codes, intervals, results. Plain values that can be stored as JSON."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias

METHOD: Final = "official-2019/1"
Z: Final = 1.96  # the factor t of the source, at every n

JsonDict: TypeAlias = dict[str, Any]


class SignKind(StrEnum):
    INFLATED_MEAN = "HI"
    MARKS_MISMATCH = "MIS"
    SHARP_RISE = "UP"
    SHARP_FALL = "DOWN"


class Reason(StrEnum):
    """Why a sign could not be judged (`flagged is None`)."""

    TOO_FEW = "too-few-participants"
    NO_REFERENCE = "no-reference"
    CONSTANT_MARKS = "constant-marks"
    CONSTANT_SCORES = "constant-scores"
    ONE_YEAR_ONLY = "one-year-only"
    ZERO_DENOMINATOR = "zero-denominator"


class Caution(StrEnum):
    """What a reader of a judged sign must know."""

    ZERO_SPREAD = "zero-spread"
    ZERO_IQR = "zero-iqr"
    CANNOT_FLAG = "rule-cannot-flag"
    DISAGREE = "printed-and-tie-corrected-disagree"


class EvidenceLevel(StrEnum):
    TOO_FEW = "too-few"
    VERY_LIMITED = "very-limited"
    APPROXIMATE = "approximate"
    INFORMATIVE = "informative"


def evidence(n: int) -> EvidenceLevel:
    """How much `n` participants can tell, whatever a formula says.

    The official rules name no smallest n, so `flagged` follows the formula from two participants
    on; pages say «недостаточно данных» wherever this is TOO_FEW. The two are kept apart.

    Source: ФИОКО, «Рекомендации по проведению анализа результатов ВПР», 2026, pages 13 and 24
    (groups from 10; distributions from 20 approximate, from 50 informative).
    """
    if n >= 50:
        return EvidenceLevel.INFORMATIVE
    if n >= 20:
        return EvidenceLevel.APPROXIMATE
    return EvidenceLevel.VERY_LIMITED if n >= 10 else EvidenceLevel.TOO_FEW


def sign_code(*, kind: SignKind, subject: str, grade: int | None = None) -> str:
    """The stable code of a sign: HI_RU4, HI_OGE_MA, MIS_MA5, UP_RU, DOWN_MA.

    Args:
        kind: what the sign looks at.
        subject: code of the subject in capitals, RU, MA, BI.
        grade: grade of the work; 9 with INFLATED_MEAN means the state exam (ОГЭ).
            Ignored for a sharp change, which always goes from grade 4 to 5.

    Any subject and grade give a code; only those in OFFICIAL_CODES may be called official.
    """
    if kind in (SignKind.SHARP_RISE, SignKind.SHARP_FALL):
        return f"{kind}_{subject}"
    if grade is None:
        raise ValueError(f"a sign {kind} belongs to a grade")
    if kind == SignKind.INFLATED_MEAN and grade == 9:
        return f"{kind}_OGE_{subject}"
    return f"{kind}_{subject}{grade}"


# Source: приложение «Математический алгоритм маркировки ОО», list of 14 markers. The document
# prints «русский язык, 4 класс» twice among the mismatches; the second is evidently grade 5.
OFFICIAL_CODES: Final = (
    "HI_RU4", "HI_MA4", "HI_RU5", "HI_MA5", "HI_OGE_RU", "HI_OGE_MA",
    "MIS_RU4", "MIS_MA4", "MIS_RU5", "MIS_MA5",
    "UP_RU", "UP_MA", "DOWN_RU", "DOWN_MA",
)  # fmt: skip


@dataclass(frozen=True)
class MeanInterval:
    """Mean primary score with its interval. What n leaves undefined is None."""

    n: int
    mean: float | None = None
    sd: float | None = None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class ShareOfMaximum:
    """What part of all possible points a school's participants got.

    `points` is their sum and not their mean, so that equal shares stay exactly equal.
    """

    n: int
    points: int
    max_total: int

    def __post_init__(self) -> None:
        if self.n < 1 or self.max_total < 1 or not 0 <= self.points <= self.n * self.max_total:
            raise ValueError(
                f"{self.points} points of {self.n} participants at {self.max_total} each"
            )

    @property
    def share(self) -> float:
        return self.points / (self.n * self.max_total)


@dataclass(frozen=True, kw_only=True)
class SignResult:
    """One sign of one school.

    Attributes:
        code: see `sign_code`.
        value: what the rule compares; lower and upper are its interval where it has one.
        reference_lower, reference_upper: what it is compared with.
        n: participants behind the value.
        n_reference: participants (inflated mean) or schools (sharp change) behind the reference.
        flagged: by the formula alone; None when the formula cannot be computed.
        reason: why it could not; None otherwise.
        evidence: how much n can tell; pages show nothing but «недостаточно данных» at TOO_FEW.
        inputs, thresholds: all that is needed to compute the value and the decision again.
    """

    code: str
    kind: SignKind
    n: int
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    reference_lower: float | None = None
    reference_upper: float | None = None
    n_reference: int | None = None
    flagged: bool | None = None
    reason: Reason | None = None
    warnings: tuple[Caution, ...] = ()
    evidence: EvidenceLevel = EvidenceLevel.TOO_FEW
    inputs: JsonDict = field(default_factory=dict)
    thresholds: JsonDict = field(default_factory=dict)
    method: str = METHOD

    @property
    def is_official(self) -> bool:
        """Whether the sign is one of the 14 of 2019, not the same formula over another work."""
        return self.code in OFFICIAL_CODES

    def as_json(self) -> JsonDict:
        """Every field as plain numbers, strings, lists and dicts."""
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in dataclasses.asdict(self).items()
        }


@dataclass(frozen=True, kw_only=True)
class MarksMismatch(SignResult):
    """Agreement of school marks and scores, twice: as printed in 2019, and corrected for ties.

    `value`, `lower`, `upper` and `flagged` repeat the printed correlation and its decision; the
    `own_` ones are ours, from the tie-corrected one. Marks are nearly all ties, where the printed
    formula does not hold, so the two may disagree.
    """

    printed: float | None = None
    tie_corrected: float | None = None
    tie_corrected_lower: float | None = None
    tie_corrected_upper: float | None = None
    own_flagged: bool | None = None


def is_marked(signs: Iterable[SignResult]) -> bool:
    """Whether a school with these signs carries at least one of the 14 official ones."""
    return any(bool(sign.flagged) and sign.is_official for sign in signs)
