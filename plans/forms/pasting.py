"""What was copied elsewhere, on its way into a plan."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core import signing
from django.http import QueryDict

from plans.documents.clipboard import (
    MAX_CHARACTERS,
    read_clipboard,
    table_as_json,
    table_from_json,
)
from plans.documents.docx_table import Table
from plans.documents.outline import FIELDS, Field
from plans.errors import PlanFileError
from plans.forms.grid import LONGEST_KEY
from plans.models import Plan
from plans.reports.grid import PlanGrid

KEPT_FOR = 24 * 60 * 60  # seconds between the look at rows and their taking


class Place(NamedTuple):
    """Below a row, at the end of a section or, both None, at the end of the plan."""

    section_id: int | None = None
    after_id: int | None = None


class PasteForm(forms.Form):
    """The clipboard as the browser gives it or, after the first look, the table kept in the page.

    `column` says for each column where it goes, `row` which rows are taken; both come as lists.
    """

    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Строки таблицы",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "form-control"}),
    )
    table = forms.CharField(required=False, widget=forms.HiddenInput)
    place = forms.CharField(required=False, max_length=40)
    field = forms.ChoiceField(
        required=False, choices=[("", ""), *((name, name) for name in FIELDS)]
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan

    def read_table(self) -> Table:
        """The copied table.

        Raises:
            PlanFileError: see `read_clipboard`; clipboard-lost.
        """
        if self["table"].value():
            return self._kept_table()
        html, text = (str(self[name].value() or "") for name in ("html", "text"))
        return read_clipboard(html=html[: MAX_CHARACTERS + 1], text=text[: MAX_CHARACTERS + 1])

    def _kept_table(self) -> Table:
        try:
            data = signing.loads(self["table"].value(), salt=self._salt, max_age=KEPT_FOR)
        except signing.BadSignature as problem:
            raise PlanFileError(
                "clipboard-lost", "Эта таблица уже не хранится. Скопируйте и вставьте её ещё раз."
            ) from problem
        return table_from_json(data)

    def kept(self, table: Table) -> str:
        """The table for the page to keep: nobody but the portal can have written it."""
        return signing.dumps(table_as_json(table), salt=self._salt, compress=True)

    @property
    def _salt(self) -> str:
        return f"plans.paste.{self.plan.pk}"

    @property
    def start(self) -> Field | None:
        """The column of the cell in hand."""
        return next((name for name in FIELDS if name == self["field"].value()), None)

    def chosen(self) -> list[Field | None] | None:
        """A person's word on each column; None before they have said one."""
        said = self._sent("column")
        known: dict[str, Field] = {name: name for name in FIELDS}
        return [known.get(name) for name in said] if said else None

    def ticked(self) -> set[int]:
        return {int(row) for row in self._sent("row") if row.isdecimal() and len(row) < 6}

    def _sent(self, name: str) -> list[str]:
        """All values of that name; a form that nobody has sent has none."""
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    def place_chosen(self) -> Place:
        kind, _, key = str(self["place"].value() or "").partition(":")
        if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
            return Place()
        return Place(int(key)) if kind == "section" else Place(None, int(key))


def places_in(grid: PlanGrid) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Where rows may go: for each section its end and every row of it."""
    for part in grid.sections:
        end = (f"section:{part.section.pk}", "в конец раздела")
        rows = [(f"row:{row.activity.pk}", f"после: {str(row.activity)[:70]}") for row in part.rows]
        yield str(part.section)[:80], [end, *rows]
