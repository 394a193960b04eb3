"""The catalogue as a JSON file: subjects, and works with their items on one line each.

    {"subjects": [{"code": "RU", "abbreviation": "РУ", "name": "Русский язык"}],
     "works": [{"year": 2026, "grade": 4, "subject": "RU", "max": 24, "uppers": [9, 15, 20],
                "minutes": 45, "items": "1:2Б 2:1Б 9.1:1П", "source": "…"}]}

`uppers`, `minutes`, `source`, `level`, `form` and `form_name` may be left out; so may levels of
items.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from assessments.documents.drafts import DraftFault, WorkDraft, faults_of
from assessments.documents.item_list import read_compact_items

EXAMPLE = "Образец строения — в файле assessments/data/works_2026.json."


@dataclass(frozen=True)
class SubjectDraft:
    code: str
    abbreviation: str
    name: str


@dataclass
class Catalogue:
    """What was read; save it only when `faults` is empty."""

    subjects: list[SubjectDraft] = field(default_factory=list)
    works: list[WorkDraft] = field(default_factory=list)
    faults: list[DraftFault] = field(default_factory=list)


def read_catalogue_file(text: str, name: str) -> Catalogue:
    """All works of one file and everything that is wrong with it. Never raises for bad input."""
    catalogue = Catalogue()
    try:
        content = json.loads(text)
    except ValueError as error:
        problem = f"Это не JSON ({error})."
        catalogue.faults.append(DraftFault(f"файл {name}", problem, EXAMPLE))
        return catalogue
    subjects = _list(content, "subjects", name, catalogue)
    works = _list(content, "works", name, catalogue)
    if not subjects and not works and not catalogue.faults:
        catalogue.faults.append(DraftFault(f"файл {name}", "В нём нет ни одной работы.", EXAMPLE))
    for number, entry in enumerate(subjects, start=1):
        _read_subject(entry, f"файл {name}, предмет {number}", catalogue)
    for number, entry in enumerate(works, start=1):
        _read_work(entry, f"файл {name}, работа {number}", catalogue)
    return catalogue


def _list(content: Any, key: str, name: str, catalogue: Catalogue) -> list[Any]:
    found = content.get(key, []) if isinstance(content, dict) else None
    if isinstance(found, list):
        return found
    catalogue.faults.append(DraftFault(f"файл {name}", f"«{key}» должно быть списком.", EXAMPLE))
    return []


def _read_subject(entry: Any, where: str, catalogue: Catalogue) -> None:
    keys = ("code", "abbreviation", "name")
    values = [entry.get(key) for key in keys] if isinstance(entry, dict) else [None]
    if all(isinstance(value, str) and value.strip() for value in values):
        catalogue.subjects.append(SubjectDraft(*values))
    else:
        problem = "Нужны code, abbreviation и name."
        catalogue.faults.append(DraftFault(where, problem, EXAMPLE))


def _read_work(entry: Any, where: str, catalogue: Catalogue) -> None:
    if not isinstance(entry, dict):
        catalogue.faults.append(DraftFault(where, "Это не описание работы.", EXAMPLE))
        return
    wrong = _wrong_types(entry)
    if wrong:
        problem = f"Нет или не того вида: {', '.join(wrong)}."
        catalogue.faults.append(DraftFault(where, problem, EXAMPLE))
        return
    items, item_faults = read_compact_items(entry["items"])
    uppers = entry.get("uppers")
    draft = WorkDraft(
        year=entry["year"],
        grade=entry["grade"],
        subject_code=entry["subject"],
        items=tuple(items),
        max_points=entry["max"],
        uppers=tuple(uppers) if uppers else None,
        level=entry.get("level", "base"),
        form=entry.get("form", 1),
        form_name=entry.get("form_name", ""),
        minutes=entry.get("minutes"),
        source=entry.get("source", ""),
    )
    where = f"{where} ({draft.subject_code} {draft.grade}, {draft.year})"
    catalogue.works.append(draft)
    catalogue.faults += [
        DraftFault(f"{where}, задание {fault.where.removeprefix('строка ')}", *_words(fault))
        for fault in item_faults
    ]
    # A list that is not understood adds up to nothing sensible: one cause, one fault.
    catalogue.faults += [] if item_faults else faults_of(draft, where)


def _words(fault: DraftFault) -> tuple[str, str]:
    return fault.problem, fault.remedy


def _wrong_types(entry: dict[str, Any]) -> list[str]:
    uppers = entry.get("uppers") or [0, 0, 0]
    right = {
        "year": _is_whole(entry.get("year")),
        "grade": _is_whole(entry.get("grade")),
        "subject": isinstance(entry.get("subject"), str),
        "items": isinstance(entry.get("items"), str),
        "max": _is_whole(entry.get("max")),
        "uppers": isinstance(uppers, list) and len(uppers) == 3 and all(map(_is_whole, uppers)),
        "level": entry.get("level", "base") in ("base", "advanced"),
        "form": _is_whole(entry.get("form", 1)) and 1 <= entry.get("form", 1) <= 99,
        "form_name": isinstance(entry.get("form_name", ""), str)
        and len(entry.get("form_name", "")) <= 60,
        "minutes": _is_whole(entry.get("minutes", 0)),
        "source": isinstance(entry.get("source", ""), str),
    }
    return [key for key, is_right in right.items() if not is_right]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
