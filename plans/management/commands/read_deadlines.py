"""`read_deadlines < FILE.jsonl`: deadlines in, readings out, line by line; no database needed."""

import datetime
import json
import sys
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand

from plans.deadlines import due_dates, read_deadline, said

REFUSED = 1


class BadLine(Exception):
    """A line that asks for nothing; the message says what is wrong with it."""


class Asked(NamedTuple):
    text: str
    period_from: datetime.date
    period_to: datetime.date


class Command(BaseCommand):
    help = (
        "Читает сроки: на входе строки "
        '{"from": "2021-09-01", "to": "2022-08-31", "text": "октябрь"}, '
        "на выходе для каждой — прочтения, даты и слова для редактора. База данных не нужна."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        refused = False
        for number, line in enumerate(sys.stdin.buffer, start=1):
            if not line.strip():
                continue
            try:
                answer = answered(line)
            except BadLine as problem:
                refused = True
                self.stderr.write(f"Строка {number}: {problem}")
            else:
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if refused:
            sys.exit(REFUSED)


def answered(line: bytes) -> dict[str, Any]:
    """
    Raises:
        BadLine: what is wrong with the line, for people.
    """
    asked = parsed(line)
    term = (asked.period_from, asked.period_to)
    readings = read_deadline(asked.text, *term)
    return {
        "text": asked.text,
        "readings": [reading.as_json() for reading in readings],
        "due": [date.isoformat() for date in due_dates(readings, *term)],
        "said": said(readings, *term),
    }


def parsed(line: bytes) -> Asked:
    try:
        data = json.loads(line)
    except UnicodeDecodeError as problem:
        raise BadLine("это не текст в кодировке UTF-8.") from problem
    except (json.JSONDecodeError, RecursionError) as problem:
        raise BadLine("это не JSON. Проверьте кавычки и скобки.") from problem
    if not isinstance(data, dict):
        raise BadLine('нужен объект вида {"from": …, "to": …, "text": …}.')
    text = data.get("text")
    if not isinstance(text, str):
        raise BadLine("в «text» нужен текст срока.")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise BadLine("в «text» половина знака (\\ud800–\\udfff), такой текст не записать.")
    asked = Asked(text, date_in(data, "from"), date_in(data, "to"))
    if asked.period_to < asked.period_from:
        raise BadLine("период заканчивается («to») раньше, чем начинается («from»).")
    return asked


def date_in(data: dict[str, Any], name: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(data[name])
    except KeyError as problem:
        raise BadLine(f"не хватает «{name}» — даты вида 2021-09-01.") from problem
    except (TypeError, ValueError) as problem:
        raise BadLine(f"в «{name}» нужна дата вида 2021-09-01.") from problem
