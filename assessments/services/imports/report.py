"""What came of a file: told to people and, as JSON, to programs."""

from dataclasses import dataclass, field
from typing import Any

from assessments.spreadsheets.findings import Fault, Mend


@dataclass
class ImportReport:
    """`accepted` are rows taken; `waiting` are sound rows left out with a faulty class."""

    shape: str = ""
    title: str = ""
    work: str = ""
    schools: int = 0
    sessions: int = 0
    accepted: int = 0
    waiting: int = 0
    mended: list[Mend] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "shape": self.shape,
            "work": self.work,
            "schools": self.schools,
            "sessions": self.sessions,
            "accepted": self.accepted,
            "waiting": self.waiting,
            "mended": len(self.mended),
            "refused": [
                {
                    "sheet": fault.sheet,
                    "row": fault.row,
                    "column": fault.column,
                    "value": fault.value,
                    "reason": fault.reason,
                    "remedy": fault.remedy,
                }
                for fault in self.refused
            ],
            "mends": [
                {
                    "sheet": mend.place.sheet,
                    "row": mend.place.row,
                    "column": mend.place.letter,
                    "value": mend.value,
                    "became": mend.became,
                }
                for mend in self.mended
            ],
        }
