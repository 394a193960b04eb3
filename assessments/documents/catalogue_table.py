"""The catalogue as a table: one row an item, the data of its work repeated in each."""

from collections.abc import Iterable, Sequence
from typing import Any

from assessments.documents.catalogue_file import Catalogue
from assessments.documents.drafts import DraftFault, ItemDraft, WorkDraft, faults_of
from assessments.documents.item_list import LEVEL_OF, plain_item_code

HEADINGS = (
    "Год", "Класс", "Код предмета", "Уровень работы", "Форма",
    "Название формы", "Максимальный балл", "«2» до", "«3» до", "«4» до", "Минут", "Источник",
    "Задание", "Балл за задание", "Уровень", "Умение",
)  # fmt: skip
NEEDED = ("Год", "Класс", "Код предмета", "Задание", "Балл за задание")
WHOLE = ("Год", "Класс", "Балл за задание")
OPTIONAL_WHOLE = ("Форма", "Максимальный балл", "«2» до", "«3» до", "«4» до", "Минут")
KEY = HEADINGS[:5]  # what makes a work one and the same
REPEATED = HEADINGS[5 : HEADINGS.index("Задание")]  # the same in all rows of a work
WORK_LEVELS = {"": "base", "базовый": "base", "углублённый": "advanced", "углубленный": "advanced"}
Fields = dict[str, Any]


def read_catalogue_table(rows: Iterable[tuple[int, Sequence[Any]]], sheet: str) -> Catalogue:
    """Works out of rows (number as Excel shows it, cells); the first row holds the headings."""
    catalogue = Catalogue()
    filled = [(number, cells) for number, cells in rows if any(str(cell).strip() for cell in cells)]
    if not filled:
        catalogue.faults.append(DraftFault(f"лист «{sheet}»", "Он пуст.", _remedy()))
        return catalogue
    columns = _columns(filled[0][1])
    missing = [heading for heading in NEEDED if heading not in columns]
    if missing:
        problem = f"Нет столбцов: {', '.join(f'«{heading}»' for heading in missing)}."
        catalogue.faults.append(DraftFault(f"лист «{sheet}»", problem, _remedy()))
        return catalogue
    _group(filled[1:], columns, sheet, catalogue)
    return catalogue


def _remedy() -> str:
    return "Скачайте каталог с портала и возьмите его как образец."


def _columns(cells: Sequence[Any]) -> dict[str, int]:
    places = {str(cell).strip(): index for index, cell in enumerate(cells)}
    return {heading: places[heading] for heading in HEADINGS if heading in places}


def _group(
    rows: list[tuple[int, Sequence[Any]]], columns: dict[str, int], sheet: str, catalogue: Catalogue
) -> None:
    """Rows of one work stand together by what names it, wherever they are on the sheet."""
    works: dict[tuple[Any, ...], list[tuple[int, Fields]]] = {}
    for number, cells in rows:
        fields, faults = _fields(cells, columns, f"лист «{sheet}», строка {number}")
        catalogue.faults += faults
        if not faults:
            key = tuple(fields[heading] for heading in KEY)
            works.setdefault(key, []).append((number, fields))
    for entries in works.values():
        _add_work(entries, sheet, catalogue)


def _fields(
    cells: Sequence[Any], columns: dict[str, int], where: str
) -> tuple[Fields, list[DraftFault]]:
    faults: list[DraftFault] = []
    texts = {name: _text(cells[i]) if i < len(cells) else "" for name, i in columns.items()}
    fields: Fields = {name: texts.get(name, "") for name in HEADINGS}
    for name in (*WHOLE, *OPTIONAL_WHOLE):
        text = fields[name]
        fields[name] = int(text) if text.isdecimal() and len(text) < 6 else None
        if fields[name] is None and (text or name in WHOLE):
            problem = f"столбец «{name}»: «{text[:40]}» — не целое число."
            faults.append(DraftFault(where, problem, "Впишите целое число."))
    level = WORK_LEVELS.get(fields["Уровень работы"].lower())
    if level is None:
        problem = f"столбец «Уровень работы»: «{fields['Уровень работы'][:40]}»."
        faults.append(DraftFault(where, problem, "Впишите «базовый» или «углублённый»."))
    fields["Уровень работы"] = level
    fields["Форма"] = fields["Форма"] or 1
    return fields, faults


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # Export marks text that could be taken for a formula with an apostrophe.
    return str(cell).strip().removeprefix("'")


def _add_work(entries: list[tuple[int, Fields]], sheet: str, catalogue: Catalogue) -> None:
    first_row, head = entries[0]
    where = f"лист «{sheet}», строка {first_row}"
    for name in REPEATED:
        differing = [row for row, fields in entries if fields[name] != head[name]]
        if differing:
            problem = f"«{name}» не такое, как в строке {first_row} той же работы."
            place = f"лист «{sheet}», строка {differing[0]}"
            catalogue.faults.append(DraftFault(place, problem, "Впишите одно и то же."))
    items = tuple(_item(fields) for _, fields in entries)
    uppers = (head["«2» до"], head["«3» до"], head["«4» до"])
    if None in uppers and any(upper is not None for upper in uppers):
        problem = "Границы отметок заполнены не все."
        catalogue.faults.append(DraftFault(where, problem, "Заполните три границы или ни одной."))
    draft = WorkDraft(
        year=head["Год"],
        grade=head["Класс"],
        subject_code=head["Код предмета"].upper(),
        items=items,
        max_points=head["Максимальный балл"] or sum(item.max_points for item in items),
        uppers=None if None in uppers else uppers,
        level=head["Уровень работы"],
        form=head["Форма"],
        form_name=head["Название формы"][:60],
        minutes=head["Минут"],
        source=head["Источник"][:300],
    )
    catalogue.works.append(draft)
    catalogue.faults += faults_of(draft, where)


def _item(fields: Fields) -> ItemDraft:
    level = fields["Уровень"].upper()
    return ItemDraft(
        code=plain_item_code(fields["Задание"]),
        max_points=fields["Балл за задание"],
        level=LEVEL_OF.get(level, level),
        skill=fields["Умение"][:500],
    )
