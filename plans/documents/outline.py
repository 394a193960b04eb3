"""What a plan says: the shape that import, editor, version and print share."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Field = Literal["number", "title", "deadline", "responsible", "result"]
FIELDS: tuple[Field, ...] = ("number", "title", "deadline", "responsible", "result")
StampKind = Literal["approved", "agreed"]


@dataclass
class OutlineActivity:
    """One row of the table as worded; paragraphs inside a cell are parted by line ends.

    `source_table` and `source_row` are where it began in its file, both counted from 1: warnings
    speak of the same numbers.
    """

    number: str = ""
    title: str = ""
    deadline: str = ""
    responsible: str = ""
    result: str = ""
    source_row: int | None = field(default=None, compare=False)
    source_table: int | None = field(default=None, compare=False)


@dataclass
class OutlineSection:
    """A section row and the activities under it; no title where a plan has no sections."""

    title: str = ""
    activities: list[OutlineActivity] = field(default_factory=list)


@dataclass
class OutlineStamp:
    """A stamp as printed, line by line.

    approved: УТВЕРЖДАЮ, «Утверждён приказом …», «Приложение к приказу …»; agreed: СОГЛАСОВАНО.
    """

    kind: StampKind = "approved"
    lines: list[str] = field(default_factory=list)


@dataclass
class OutlineOrder:
    """The order that approves the plan; the date is ISO, or empty where it could not be read."""

    date: str = ""
    number: str = ""


@dataclass
class OutlineWarning:
    """Something a person should look at.

    `row` counts the rows of its table from 1, `column` is a caption, `table` counts the tables
    (sheets) of the file from 1; all may be absent.
    """

    code: str
    message: str
    row: int | None = None
    column: str = ""
    table: int | None = None


@dataclass
class PlanOutline:
    """A whole plan. `columns` are the captions in printed order, `fields` what each of them holds.

    A column that is no field of a plan is in neither, a warning tells of it.

    `footer` is what stands below the table: the legend of abbreviations and the executor line.
    """

    name: str = ""
    stamps: list[OutlineStamp] = field(default_factory=list)
    order: OutlineOrder | None = None
    title: str = ""
    preamble: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=lambda: list(FIELDS))
    sections: list[OutlineSection] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)
    warnings: list[OutlineWarning] = field(default_factory=list)

    @property
    def activities(self) -> list[OutlineActivity]:
        """Every activity of every section, in order."""
        return [activity for section in self.sections for activity in section.activities]

    def as_json(self, *, with_source: bool = False) -> dict[str, Any]:
        """The keys of the truth files: no `order` where the document names none.

        `with_source` keeps the rows of the file beside the activities.
        """
        data = asdict(self)
        if self.order is None:
            del data["order"]
        if not with_source:
            for section in data["sections"]:
                for activity in section["activities"]:
                    del activity["source_row"], activity["source_table"]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "PlanOutline":
        """The way back from `as_json`; a missing key takes its default."""
        known = dict(data)
        known["stamps"] = [OutlineStamp(**stamp) for stamp in data.get("stamps", [])]
        known["order"] = OutlineOrder(**data["order"]) if data.get("order") else None
        known["sections"] = [
            OutlineSection(
                title=section.get("title", ""),
                activities=[OutlineActivity(**row) for row in section.get("activities", [])],
            )
            for section in data.get("sections", [])
        ]
        known["warnings"] = [OutlineWarning(**warning) for warning in data.get("warnings", [])]
        return cls(**known)
