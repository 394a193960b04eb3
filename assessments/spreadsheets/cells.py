"""Reads one cell of a form as what its column allows. None means that a fault was noted."""

import re
from typing import NamedTuple

from assessments.spreadsheets.findings import Findings, Place, shown
from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.spec import (
    ABSENT,
    MARKS,
    NO_MARK,
    FormItem,
    FormSpec,
    Score,
    Unscored,
)
from assessments.spreadsheets.workbook import Cell, CellDate

# «H» and «Н» are seen in real exports in the place of «X».
NOT_ATTEMPTED_SPELLINGS = {"х", "н"}
NOT_TAUGHT_SPELLINGS = {"непройд", "непройдено", "непройдена"}
EXACT_STATES = {str(state): state for state in Unscored}
WHOLE_NUMBER = re.compile(r"^[+-]?\d{1,9}(?:[.,]0+)?$")
CODE = re.compile(r"^(?=.*\d)[0-9A-Za-zА-Яа-яЁё-]{1,20}$")
# Letters typed for figures: «4ООО1» is a code when nothing but figures is left of it.
FIGURE_OF = str.maketrans("OОoоIlІіЗз", "0000111133")
SHIFTED = "Проверьте, не сдвинуты ли столбцы."


class Spot(NamedTuple):
    """A cell at its place, with where to note what is found."""

    findings: Findings
    place: Place
    cell: Cell

    @property
    def is_blank(self) -> bool:
        return isinstance(self.cell, str) and not self.cell.strip()

    @property
    def words(self) -> str:
        """The text of the cell without case, spaces and look-alikes; "" when not a text."""
        return plain(self.cell) if isinstance(self.cell, str) else ""

    def fault(self, code: str, reason: str, remedy: str) -> None:
        self.findings.fault(self.place, code, reason, remedy, self.cell)

    def mend(self, code: str, became: str) -> None:
        self.findings.mend(self.place, code, became, self.cell)

    def whole(self) -> int | None:
        """A whole number, also one typed as text; None for anything else, noted by the caller."""
        if isinstance(self.cell, bool | CellDate):
            return None
        if isinstance(self.cell, float | int):
            return int(self.cell) if float(self.cell).is_integer() else None
        text = self.cell.strip()
        return int(re.split("[.,]", text)[0]) if WHOLE_NUMBER.match(text) else None

    def settle(self, number: int) -> int:
        """Take the number; a number typed as text is noted as mended."""
        if isinstance(self.cell, str):
            self.mend("text_number", f"число {number}")
        return number


def read_code(spot: Spot) -> str | None:
    if spot.is_blank:
        spot.fault(
            "no_code",
            "В строке есть данные, но нет кода участника.",
            "Впишите код участника или очистите строку целиком.",
        )
        return None
    text = shown(spot.cell) if not isinstance(spot.cell, str) else spot.cell.strip()
    if isinstance(spot.cell, bool | CellDate) or not CODE.match(text):
        # Names of children are typed here by mistake: the value is not repeated.
        spot.findings.fault(
            spot.place,
            "bad_code",
            "Это не код участника.",
            "Впишите код из протокола, например 40001. Фамилии в форму не вносятся.",
        )
        return None
    if isinstance(spot.cell, str):
        return _tidy_code(spot, text)
    return text


def _tidy_code(spot: Spot, text: str) -> str:
    figures = text.translate(FIGURE_OF)
    if figures != text and figures.isdecimal():
        spot.mend("lookalikes", figures)
        return figures
    if text != spot.cell:
        spot.mend("spaces", text)
    return text


def is_absent(spot: Spot) -> bool:
    absent = spot.words == plain(ABSENT)
    if absent and spot.cell != ABSENT:
        spot.mend("spelling", ABSENT)
    return absent


def read_variant(spot: Spot, spec: FormSpec) -> int | None:
    number = spot.whole()
    if number is not None and number in spec.variants:
        return spot.settle(number)
    allowed = ", ".join(map(str, spec.variants))
    remedy = f"Впишите {allowed} или «{ABSENT}»."
    if spot.is_blank:
        spot.fault("no_variant", "Не указан вариант.", remedy)
    else:
        spot.fault("bad_variant", "Такого варианта в этой работе нет.", f"{remedy} {SHIFTED}")
    return None


def obvious_score(cell: Cell, item: FormItem) -> Score | None:
    """The score of a cell that needs neither mending nor a second look, as nearly all are."""
    if isinstance(cell, str):
        return EXACT_STATES.get(cell)
    if isinstance(cell, float) and cell.is_integer() and 0 <= cell <= item.max_points:
        return int(cell)
    return None


def read_score(spot: Spot, item: FormItem) -> Score | None:
    state = _unscored(spot.words)
    if state is not None:
        if spot.cell != state:
            spot.mend("spelling", str(state))
        return state
    number = spot.whole()
    if number is not None and 0 <= number <= item.max_points:
        return spot.settle(number)
    _note_bad_score(spot, item, number)
    return None


def _unscored(words: str) -> Unscored | None:
    if words in NOT_ATTEMPTED_SPELLINGS:
        return Unscored.NOT_ATTEMPTED
    return Unscored.NOT_TAUGHT if words in NOT_TAUGHT_SPELLINGS else None


def _note_bad_score(spot: Spot, item: FormItem, number: int | None) -> None:
    remedy = (
        f"Впишите целое число от 0 до {item.max_points}, «{Unscored.NOT_ATTEMPTED}» (не приступал) "
        f"или «{Unscored.NOT_TAUGHT}» (тема не пройдена)."
    )
    if spot.is_blank:
        spot.fault(
            "no_score", "Нет балла. Возможно, в клетке формула без значения или с ошибкой.", remedy
        )
    elif isinstance(spot.cell, CellDate):
        spot.fault("date", "Excel принял это за дату.", f"{remedy} Формат клетки — «Общий».")
    elif number is None:
        spot.fault("bad_score", "Это не целый балл.", remedy)
    elif number > item.max_points:
        spot.fault("over_max", f"Больше максимума: за задание {item.max_points} б.", remedy)
    else:
        spot.fault("negative", "Балл меньше нуля.", remedy)


def read_ordinal(spot: Spot, spec: FormSpec) -> int | None:
    number = spot.whole()
    if number is not None and number in spec.ordinals:
        _check_own_class(spot, spec, number)
        return spot.settle(number)
    ordinal = _ordinal_by_label(spec).get(spot.words)
    if ordinal is not None:
        _check_own_class(spot, spec, ordinal)
        spot.mend("class_label", f"номер класса {ordinal}")
        return ordinal
    remedy = f"Впишите число от 1 до {len(spec.ordinals)} с листа «Порядковый номер класса»."
    if spot.is_blank:
        spot.fault("no_ordinal", "Не указан порядковый номер класса.", remedy)
    else:
        spot.fault("bad_ordinal", "Такого номера класса нет.", f"{remedy} {SHIFTED}")
    return None


def _ordinal_by_label(spec: FormSpec) -> dict[str, int]:
    """Both «8Б» and the bare «Б» name the second class of the parallel."""
    full = {plain(label): n for n, label in enumerate(spec.class_labels, start=1)}
    bare = {label.lstrip("0123456789"): n for label, n in full.items()}
    bare.pop("", None)
    return bare | full


def _check_own_class(spot: Spot, spec: FormSpec, ordinal: int) -> None:
    if spec.own_ordinal in (None, ordinal):
        return
    spot.fault(
        "other_class",
        "Это участник другого класса.",
        f"В этой сессии только класс с номером {spec.own_ordinal}. Строки других классов "
        "загрузите в их сессии.",
    )


def read_mark(spot: Spot) -> int | None:
    """A mark, or None both for «нет отметки» and for a noted fault."""
    if spot.words == plain(NO_MARK):
        if spot.cell != NO_MARK:
            spot.mend("spelling", NO_MARK)
        return None
    number = spot.whole()
    if number is not None and number in MARKS:
        return spot.settle(number)
    remedy = f"Впишите 5, 4, 3, 2 или «{NO_MARK}»."
    if spot.is_blank:
        spot.fault("no_mark", "Не указана отметка за предыдущий период.", remedy)
    else:
        spot.fault("bad_mark", "Такой отметки не бывает.", f"{remedy} {SHIFTED}")
    return None


def check_total(spot: Spot, computed: int) -> None:
    """The total is always counted anew; a blank one is a formula that nobody has computed."""
    stated = spot.whole()
    if spot.is_blank or stated == computed:
        return
    if stated == 0:
        # The blank form is handed out with zeros.
        spot.mend("total_counted", f"посчитано: {computed}")
        return
    spot.fault(
        "total_differs",
        f"Сумма баллов по заданиям — {computed}.",
        "Исправьте балл за задание или сумму. Лучше вернуть в клетку формулу из чистой формы.",
    )
