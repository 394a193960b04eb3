"""Signs in plain Russian: what was compared, what it may mean, what must be known to read it."""

from typing import NamedTuple

from accounts.templatetags.portal import count_of, decimal
from assessments.models import Sign, SignRun
from assessments.scoring.results import METHOD, Caution, Reason


class Method(NamedTuple):
    """How a run was computed, for people: the short name, the full one, the edition of ours."""

    short: str
    full: str
    edition: str


METHODS: dict[str, Method] = {
    METHOD: Method(
        "методика 2019 года",
        "Методика расчета показателя “Уровень объективности оценки образовательных результатов "
        "в субъекте РФ”, 2019, приложение «Математический алгоритм маркировки ОО»",
        "первая",
    ),
}

REASONS: dict[str, str] = {
    Reason.TOO_FEW: "участников слишком мало, чтобы судить",
    Reason.NO_REFERENCE: "не с чем сравнить: нет справочной выборки",
    Reason.CONSTANT_MARKS: "у всех одна и та же отметка по журналу, связь не вычисляется",
    Reason.CONSTANT_SCORES: "у всех один и тот же балл, связь не вычисляется",
    Reason.ONE_YEAR_ONLY: "есть результаты только одного года из двух",
    Reason.ZERO_DENOMINATOR: "в 5 классе нет ни одного балла, отношение не вычисляется",
}
CAUTIONS: dict[str, str] = {
    Caution.ZERO_SPREAD: "у всех участников один балл: интервал стал точкой",
    Caution.ZERO_IQR: "школы почти не различаются: границы сжались",
    Caution.CANNOT_FLAG: "школ слишком мало, чтобы этот признак мог сработать",
    Caution.DISAGREE: "формула методики и формула с поправкой на совпадения говорят разное",
}
MEANINGS: dict[str, str] = {
    Sign.Kind.INFLATED_MEAN: "Результат выше, чем у выборки. Так бывает и у сильной школы, и при "
    "подсказках или мягкой проверке.",
    Sign.Kind.MARKS_MISMATCH: "Кто лучше учится по журналу, тот хуже написал работу. Стоит "
    "посмотреть и на работы, и на отметки.",
    Sign.Kind.SHARP_RISE: "Те же дети за год поднялись намного сильнее, чем в других школах.",
    Sign.Kind.SHARP_FALL: "Те же дети за год опустились намного сильнее, чем в других школах: "
    "возможно, прошлогодний результат был выше настоящего.",
}
QUIET = "Не отличается от обычного."
CALL = "Это повод посмотреть работы, а не вывод."


def method_of(run: SignRun) -> Method:
    """Runs stay for years: one by a method that is no more is named as it was written down."""
    return METHODS.get(run.method) or Method(f"методика «{run.method}»", run.method, "прежняя")


def title_of(sign: Sign) -> str:
    """«Завышенный средний балл, МА 4»"""
    name = sign.get_kind_display()
    place = sign.work.label if sign.work else {"RU": "РУ", "MA": "МА"}.get(sign.code[-2:], "")
    return f"{name[0].upper()}{name[1:]}, {place}"


def is_judged(sign: Sign) -> bool:
    """Whether there is enough to say anything at all."""
    return sign.flagged is not None and sign.evidence != Sign.Evidence.TOO_FEW


def verdict(sign: Sign) -> tuple[str, str]:
    """(words, tone) of the chip."""
    if not is_judged(sign):
        return "недостаточно данных", "wait"
    return ("требует проверки", "warn") if sign.flagged else ("обычно", "good")


def why_not_judged(sign: Sign) -> str:
    reasons = [REASONS[code] for code in sign.warnings if code in REASONS]
    if sign.evidence == Sign.Evidence.TOO_FEW and REASONS[Reason.TOO_FEW] not in reasons:
        reasons.insert(0, REASONS[Reason.TOO_FEW])
    return "; ".join(reasons)


def cautions_of(sign: Sign) -> list[str]:
    return [CAUTIONS[code] for code in sign.warnings if code in CAUTIONS]


def value_of(sign: Sign) -> str:
    """The value as read by people, with its own interval where there is one."""
    digits = 1 if sign.kind == Sign.Kind.INFLATED_MEAN else 2
    if sign.value is None:
        return "—"
    return with_interval(sign.value, sign.lower, sign.upper, digits)


def with_interval(
    value: float | None, lower: float | None, upper: float | None, digits: int
) -> str:
    """«17,0 (16,1…17,9)»"""
    text = decimal(value, digits)
    if lower is not None and upper is not None:
        text += f" ({decimal(lower, digits)}…{decimal(upper, digits)})"
    return text


def corrected_of(sign: Sign) -> str:
    """The correlation corrected for ties, which our own look at the marks goes by."""
    if sign.corrected_value is None:
        return ""
    lower, upper = sign.inputs.get("tie_corrected_lower"), sign.inputs.get("tie_corrected_upper")
    return with_interval(sign.corrected_value, lower, upper, 2)


def usual_of(sign: Sign) -> str:
    """What the value is compared with."""
    if sign.kind == Sign.Kind.MARKS_MISMATCH:
        return "выше нуля"
    if sign.reference_lower is None or sign.reference_upper is None:
        return "—"
    digits = 1 if sign.kind == Sign.Kind.INFLATED_MEAN else 2
    return f"{decimal(sign.reference_lower, digits)}…{decimal(sign.reference_upper, digits)}"


def sample_of(sign: Sign) -> str:
    """Who the work was compared with, in the genitive; a loaded sample goes by its own title."""
    reference = sign.run.thresholds.get("references", {}).get(str(sign.work_id), {})
    return "муниципалитета" if reference.get("own", True) else f"выборки «{reference['title']}»"


def explanation(sign: Sign) -> str:
    """One or two sentences about this value of this school."""
    if not is_judged(sign):
        return f"Недостаточно данных: {why_not_judged(sign)}."
    if not sign.flagged:
        return QUIET
    return f"{comparison(sign)} {MEANINGS[sign.kind]} {CALL}"


def comparison(sign: Sign) -> str:
    """The numbers as a sentence."""
    if sign.kind == Sign.Kind.INFLATED_MEAN:
        return (
            f"Нижняя граница школы {decimal(sign.lower)} балла выше верхней границы "
            f"{sample_of(sign)} {decimal(sign.reference_upper)}."
        )
    if sign.kind == Sign.Kind.MARKS_MISMATCH:
        return f"Связь отметок с баллами отрицательная: {decimal(sign.value, 2)}."
    side, border = (
        ("ниже нижней", sign.reference_lower)
        if sign.kind == Sign.Kind.SHARP_RISE
        else ("выше верхней", sign.reference_upper)
    )
    return (
        f"Отношение результата 4 класса к результату 5 класса {decimal(sign.value, 2)} {side} "
        f"границы {decimal(border, 2)}."
    )


def evidence_line(sign: Sign) -> str:
    """One line for a case: what, when, from how many."""
    people = count_of(sign.n, "участник,участника,участников")
    title = title_of(sign)
    return f"{sign.run.procedure}: {title[0].lower()}{title[1:]}. {comparison(sign)} {people}."
