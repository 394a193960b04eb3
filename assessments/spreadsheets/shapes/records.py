"""What is read from a file before anybody asks the catalogue or the registry of schools."""

import datetime
from dataclasses import dataclass, field
from typing import NamedTuple

from assessments.spreadsheets.findings import Fault, Findings, Mend, Place
from assessments.spreadsheets.spec import Score


class SchoolMention(NamedTuple):
    """A school as a file names it; either part may be empty."""

    login: str
    name: str

    def __str__(self) -> str:
        return " ".join(
            part for part in (self.name, f"({self.login})" if self.login else "") if part
        )


class WorkMention(NamedTuple):
    """What a file says of its work in words, above the table or in the stamp of the portal."""

    year: int | None = None
    grade: int | None = None
    subject: str = ""
    max_points: int | None = None
    held_on: datetime.date | None = None


@dataclass(frozen=True)
class Participant:
    """One row of results as checked; see `findings.ParticipantRow` for what None means."""

    row: int
    school: SchoolMention
    code: str
    class_label: str
    variant: int | None
    absent: bool
    scores: tuple[Score, ...]
    journal_mark: int | None
    total: int | None
    stated_mark: int | None = None


@dataclass(frozen=True)
class ReadProtocol:
    """All sound rows, and which classes of which schools have a fault somewhere.

    `spoilt` holds a school with the label of a class, or with None for the whole school.
    """

    participants: list[Participant] = field(default_factory=list)
    spoilt: set[tuple[SchoolMention, str | None]] = field(default_factory=set)
    # Where each school was first met, to say where an unknown one stands.
    places: dict[SchoolMention, Place] = field(default_factory=dict)


@dataclass(frozen=True)
class SampleRow:
    """One row of a report of groups: the region, a municipality or a school."""

    place: Place
    level: str  # country, region, municipality or school
    title: str
    school: SchoolMention | None
    schools: int | None
    participants: int
    values: tuple[float, ...]


@dataclass(frozen=True)
class ListedSchool:
    """One row of the federal list of schools with signs."""

    place: Place
    year: int | None
    school: SchoolMention
    works: tuple[str, ...]  # «4 РУ» as printed, in the order of the columns


@dataclass(frozen=True)
class ReadReport:
    """Rows of a report without participants, with what reading found."""

    samples: list[SampleRow] = field(default_factory=list)
    listed: list[ListedSchool] = field(default_factory=list)


def sorted_findings(findings: Findings) -> tuple[list[Mend], list[Fault]]:
    """As people go through a file: sheet, row, column."""
    return (
        sorted(findings.mended, key=lambda mend: mend.place),
        sorted(findings.refused, key=lambda fault: fault.place),
    )
