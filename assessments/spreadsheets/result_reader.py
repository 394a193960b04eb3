"""Reads a filled «Форма сбора результатов» and lists everything that is wrong with it at once."""

from collections.abc import Collection

from accounts.files.errors import FileRefused
from assessments.spreadsheets import headings
from assessments.spreadsheets.cells import (
    Spot,
    check_total,
    is_absent,
    obvious_score,
    read_code,
    read_mark,
    read_ordinal,
    read_score,
    read_variant,
)
from assessments.spreadsheets.findings import (
    Findings,
    ParticipantRow,
    Place,
    ReadResults,
    note_hidden_row,
)
from assessments.spreadsheets.headings import plain, plain_code
from assessments.spreadsheets.layout import Layout, find_layout
from assessments.spreadsheets.spec import ABSENT, FormItem, FormSpec, Score
from assessments.spreadsheets.stamps import check_stamp
from assessments.spreadsheets.workbook import Row, Workbook, read_workbook


def read_results(data: bytes, spec: FormSpec, known_codes: Collection[str] = ()) -> ReadResults:
    """All participants of the form, all mends and all faults.

    Never raises for a bad file: a file that cannot be opened is one fault of the whole file. With
    `known_codes`, a code that was not handed out is a fault.
    """
    try:
        workbook = read_workbook(data)
    except FileRefused as refusal:
        findings = Findings()
        findings.fault(Place(), refusal.code, "Файл не принят.", refusal.message)
        return findings.results([])
    return check_results(workbook, spec, known_codes)


def check_results(
    workbook: Workbook, spec: FormSpec, known_codes: Collection[str] = ()
) -> ReadResults:
    """The checks alone, for a workbook that has been read."""
    findings = Findings()
    is_ours = check_stamp(workbook, spec, findings)
    # Faults of every cell would only hide that the whole file is the wrong one.
    layout = find_layout(workbook, spec, findings) if is_ours else None
    if layout is None:
        return findings.results([])
    reader = _RowReader(layout, spec, findings, frozenset(known_codes))
    accepted = [found for row in layout.rows() if (found := reader.read(row)) is not None]
    if not accepted and not findings.refused:
        findings.fault(
            Place(layout.sheet.name),
            "no_rows",
            "В таблице нет ни одного участника.",
            "Заполните строки под заголовками и загрузите форму снова.",
        )
    return findings.results(accepted)


class _RowReader:
    """Reads rows of one table one after another, remembering the codes already met."""

    def __init__(
        self, layout: Layout, spec: FormSpec, findings: Findings, known_codes: frozenset[str]
    ) -> None:
        self.layout, self.spec, self.findings = layout, spec, findings
        self.known_codes = known_codes
        self.rows_by_code: dict[str, Row] = {}
        self.items = [(item, layout.items.get(plain_code(item.code))) for item in spec.items]

    def read(self, row: Row) -> ParticipantRow | None:
        """The participant; None when the row is empty, repeats another or has a fault."""
        if self._is_empty(row) or self._repeats_headings(row):
            return None
        faults_before = len(self.findings.refused)
        code = self._read_code(row)
        if code == "":
            return None
        note_hidden_row(self.findings, self.layout.sheet, row.number)
        variant = self._spot(row, headings.VARIANT)
        if self._is_untouched(row):
            self._fault_untouched(row)
            return None
        absent = variant is not None and is_absent(variant)
        read = self._read_absent if absent else self._read_present
        participant = read(row, code or "")
        return participant if len(self.findings.refused) == faults_before else None

    def _read_present(self, row: Row, code: str) -> ParticipantRow:
        variant = self._spot(row, headings.VARIANT)
        scores = [self._read_score(row, item, column) for item, column in self.items]
        whole = [score for score in scores if score is not None]
        computed = sum(score for score in whole if isinstance(score, int))
        total = self._spot(row, headings.TOTAL)
        if total is not None and len(whole) == len(scores):
            check_total(total, computed)
        ordinal = self._spot(row, headings.ORDINAL)
        mark = self._spot(row, headings.JOURNAL_MARK)
        return ParticipantRow(
            row=row.number,
            code=code,
            variant=read_variant(variant, self.spec) if variant is not None else None,
            absent=False,
            scores=whole,
            class_ordinal=read_ordinal(ordinal, self.spec) if ordinal is not None else None,
            journal_mark=read_mark(mark) if mark is not None else None,
            total=computed,
        )

    def _read_absent(self, row: Row, code: str) -> ParticipantRow:
        """An absent participant has no scores; the class and the mark may stand there."""
        total = self._spot(row, headings.TOTAL)
        spots = [self._spot_at(row, column, item.heading) for item, column in self.items]
        if total is not None and total.whole() != 0:
            spots.append(total)
        for spot in spots:
            if spot is not None and not spot.is_blank:
                spot.fault(
                    "absent_with_scores",
                    f"Участник отмечен как «{ABSENT}», но в строке есть баллы.",
                    "Очистите баллы или исправьте вариант.",
                )
        ordinal = self._spot(row, headings.ORDINAL)
        mark = self._spot(row, headings.JOURNAL_MARK)
        has_ordinal = ordinal is not None and not ordinal.is_blank
        has_mark = mark is not None and not mark.is_blank
        return ParticipantRow(
            row=row.number,
            code=code,
            variant=None,
            absent=True,
            scores=[],
            class_ordinal=read_ordinal(ordinal, self.spec) if ordinal and has_ordinal else None,
            journal_mark=read_mark(mark) if mark and has_mark else None,
            total=None,
        )

    def _read_score(self, row: Row, item: FormItem, column: int | None) -> Score | None:
        if column is None:
            return None
        score = obvious_score(row.cell(column), item)
        if score is not None:
            return score
        spot = self._spot_at(row, column, item.heading)
        return read_score(spot, item) if spot is not None else None

    def _read_code(self, row: Row) -> str | None:
        """The code; None with a fault, and "" for a row that repeats another cell by cell."""
        spot = self._spot(row, headings.CODE)
        code = read_code(spot) if spot is not None else None
        if spot is None or code is None:
            return None
        first = self.rows_by_code.setdefault(code, row)
        if first is not row and self._is_the_same(first, row):
            spot.mend("double_row", f"та же строка, что {first.number}: пропущена")
            return ""
        if first is not row:
            spot.fault(
                "double_code",
                f"Этот код уже есть в строке {first.number} с другими данными.",
                "Исправьте код или удалите лишнюю строку.",
            )
        if self.known_codes and code not in self.known_codes:
            spot.fault(
                "unknown_code",
                "Такой код этой сессии не выдавался.",
                "Сверьте код с бумажным протоколом.",
            )
        return code

    def _is_the_same(self, first: Row, row: Row) -> bool:
        return all(first.cell(column) == row.cell(column) for column in self.layout.columns)

    def _spot(self, row: Row, heading: str) -> Spot | None:
        return self._spot_at(row, self.layout.worded.get(heading), heading)

    def _spot_at(self, row: Row, column: int | None, heading: str) -> Spot | None:
        if column is None:
            return None
        place = Place(self.layout.sheet.name, row.number, column, heading)
        return Spot(self.findings, place, row.cell(column))

    def _is_empty(self, row: Row) -> bool:
        """Nothing but a total of zero: the formula was pulled further down than the children."""
        total = self.layout.worded.get(headings.TOTAL)
        if any(not _blank(row, column) for column in self.layout.columns if column != total):
            return False
        return total is None or _blank(row, total) or row.cell(total) == 0

    def _is_untouched(self, row: Row) -> bool:
        """A code that was handed out, perhaps with a class and a mark, but no variant or score."""
        variant = self.layout.worded.get(headings.VARIANT)
        columns = [*self.layout.items.values(), *([] if variant is None else [variant])]
        return all(_blank(row, column) for column in columns)

    def _fault_untouched(self, row: Row) -> None:
        spot = self._spot(row, headings.VARIANT)
        self.findings.fault(
            spot.place if spot is not None else Place(self.layout.sheet.name, row.number),
            "untouched_row",
            "Строка не заполнена.",
            f"Впишите вариант и баллы, или «{ABSENT}», или удалите строку целиком.",
        )

    def _repeats_headings(self, row: Row) -> bool:
        column = self.layout.worded.get(headings.CODE)
        cell = row.cell(column) if column is not None else ""
        is_words = isinstance(cell, str) and not cell.isdigit()
        repeats = is_words and plain(str(cell)) == plain(headings.CODE)
        if repeats:
            place = Place(self.layout.sheet.name, row.number)
            self.findings.mend(place, "repeated_headings", "повтор заголовков пропущен")
        return repeats


def _blank(row: Row, column: int) -> bool:
    cell = row.cell(column)
    return isinstance(cell, str) and not cell.strip()
