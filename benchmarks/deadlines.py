"""Wordings of deadlines read by the portal's grammar against dateparser.

    python -m benchmarks.deadlines

Prints a row of a Markdown table: CPU time of 1,000 wordings on both sides, from one run, and how
many of the different ones each side gives the right due date. The wordings are invented; their
truth stands beside them. dateparser gets what helps it: Russian, day before month, the last day of
a month, dates relative to the plan's beginning.
"""

import datetime
import itertools
import statistics
import time
from collections.abc import Callable
from typing import Final

import dateparser

from plans.deadlines import due_dates, read_deadline

TERM: Final = (datetime.date(2026, 9, 1), datetime.date(2027, 8, 31))
SIZE: Final = 1000
ROUNDS: Final = 5
DATEPARSER: Final = {
    "DATE_ORDER": "DMY",
    "PREFER_DAY_OF_MONTH": "last",
    "PREFER_DATES_FROM": "future",
    "RELATIVE_BASE": datetime.datetime(2026, 9, 1),  # noqa: DTZ001
}
# The last due date of each wording; None where no date can be known yet.
TRUTH: Final[dict[str, str | None]] = {
    "до 15 ноября 2026 года": "2026-11-15",
    "22 января 2027 года": "2027-01-22",
    "01.04.27": "2027-04-01",
    "до 20.05.2027": "2027-05-20",
    "Март 2027 года": "2027-03-31",
    "октябрь": "2026-10-31",
    "Ноябрь-декабрь 2026года": "2026-12-31",
    "Октябрь 2026 года - февраль 2027 года": "2027-02-28",
    "январь, март, май": "2027-05-31",
    "В 1 квартале 2027 года": "2027-03-31",
    "с 1 по 15 марта": "2027-03-15",
    "11.01.2027 – 30.06.2027": "2027-06-30",
    "До 15.03.2027\nДо 20.04.2027": "2027-04-20",
    "до конца учебного года": "2027-05-31",
    "ежеквартально": "2027-06-30",
    "Раз в четверть": "2027-05-26",
    "ежемесячно до 5 числа": "2027-08-05",
    "В течение года": None,
    "Постоянно": None,
    "По мере необходимости": None,
    "Согласно графику ВПР": None,
    "По плану методического центра": None,
    "В течение 15 календарных дней после получения результатов": None,
    "не позднее 1 рабочего дня до проведения": None,
    "Март – 11 классы, апрель – 4-8 классы": "2027-04-30",
}


def with_portal(text: str) -> datetime.date | None:
    dates = due_dates(read_deadline(text, *TERM), *TERM)
    return dates[-1] if dates else None


def with_dateparser(text: str) -> datetime.date | None:
    found = dateparser.parse(text, languages=["ru"], settings=DATEPARSER)
    return found.date() if found else None


Read = Callable[[str], datetime.date | None]


def right(read: Read) -> int:
    truth = {text: day and datetime.date.fromisoformat(day) for text, day in TRUTH.items()}
    return sum(read(text) == day for text, day in truth.items())


def seconds(read: Read, wordings: list[str]) -> float:
    start = time.process_time()
    for text in wordings:
        read(text)
    return time.process_time() - start


def main() -> None:
    wordings = list(itertools.islice(itertools.cycle(TRUTH), SIZE))
    ours, theirs = right(with_portal), right(with_dateparser)
    assert ours == len(TRUTH), "the portal's own grammar reads its own examples wrong"
    rounds = [
        (seconds(with_portal, wordings), seconds(with_dateparser, wordings)) for _ in range(ROUNDS)
    ]
    portal, other = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"Of {len(TRUTH)} wordings the portal reads {ours} right, dateparser {theirs}.")
    print("| deadlines | portal, s of CPU | dateparser, s of CPU | dateparser / portal |")
    print("|---|---|---|---|")
    print(f"| {SIZE} wordings | {portal:.2f} | {other:.2f} | {other / portal:.0f} |")


if __name__ == "__main__":
    main()
