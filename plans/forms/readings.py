"""What was understood of a deadline, put right by hand: one small form for each reading."""

from typing import Any, Final

from django import forms

from plans.deadlines.readings import LONGEST_OFFSET, Reading
from plans.forms.fields import date_field
from plans.rules.readings import MOST_READINGS

KINDS: Final = (
    ("", "— не нужно —"),
    ("by", "до даты"),
    ("on", "в день"),
    ("within", "в течение: с … по …"),
    ("each", "повторяется"),
    ("throughout", "весь период плана"),
    ("event", "от события"),
    ("schedule", "по графику"),
    ("unknown", "пока не понято"),
)
EVERY: Final = (
    ("month", "каждый месяц"),
    ("week", "каждую неделю"),
    ("quarter", "каждый квартал"),
    ("school_quarter", "каждую учебную четверть"),
    ("half_year", "каждое полугодие"),
    ("year", "каждый год"),
)
COUNTED: Final = (
    ("on", "в день события"),
    ("after:day", "календарных дней после события"),
    ("after:working_day", "рабочих дней после события"),
    ("before:day", "календарных дней до события"),
    ("before:working_day", "рабочих дней до события"),
)
# Which fields a kind takes; the page hides the others.
TAKES: Final = {
    "by": ("last",),
    "on": ("last",),
    "within": ("first", "last"),
    "each": ("every", "day", "first", "last"),
    "event": ("offset", "counted"),
}
WEEK: Final = 7


class ReadingForm(forms.Form):
    kind = forms.ChoiceField(label="Что это за срок", choices=KINDS, required=False)
    first = date_field("С даты")
    last = date_field("Дата, до даты или по дату")
    every = forms.ChoiceField(label="Как часто", choices=EVERY, required=False)
    day = forms.IntegerField(
        label="До какого числа", required=False, min_value=1, max_value=31,
        help_text="Пусто — последний день; для недели 1 — понедельник, 7 — воскресенье",
    )  # fmt: skip
    offset = forms.IntegerField(
        label="Сколько дней", required=False, min_value=0, max_value=LONGEST_OFFSET
    )
    counted = forms.ChoiceField(label="Как считать", choices=COUNTED, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].required = self.fields["last"].required = False
        for name, field in self.fields.items():
            kinds = [kind for kind, names in TAKES.items() if name in names]
            if kinds:
                field.widget.attrs["data-of"] = " ".join(kinds)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kind = data.get("kind")
        if kind in {"by", "on"} and not data.get("last") and "last" not in self.errors:
            self.add_error("last", "Укажите дату.")
        if kind == "within":
            self._check_stretch(data)
        if kind == "each" and data.get("every") == "week" and (data.get("day") or 0) > WEEK:
            self.add_error("day", "Дни недели — от 1 до 7.")
        if kind == "event" and data.get("counted") != "on" and not data.get("offset"):
            self.add_error("offset", "Укажите, сколько дней, или выберите «в день события».")
        first, last = data.get("first"), data.get("last")
        if kind in {"within", "each"} and first and last and last < first:
            self.add_error("last", "Конец раньше начала. Поправьте одну из дат.")
        return data

    def _check_stretch(self, data: dict[str, Any]) -> None:
        for name in ("first", "last"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Укажите обе даты.")

    def reading(self) -> Reading | None:
        """None for a form left empty."""
        data = self.cleaned_data
        kind = data.get("kind") or ""
        if kind in {"throughout", "schedule", "unknown"}:
            return Reading(kind)  # type: ignore[arg-type]
        make = {"by": _by, "on": _on, "within": _within, "each": _each, "event": _event}.get(kind)
        return make(data) if make else None


def _by(data: dict[str, Any]) -> Reading:
    return Reading("by", by=data["last"])


def _on(data: dict[str, Any]) -> Reading:
    return Reading("on", on=data["last"])


def _within(data: dict[str, Any]) -> Reading:
    return Reading("within", start=data["first"], end=data["last"])


def _each(data: dict[str, Any]) -> Reading:
    return Reading(
        "each", every=data["every"], day=data["day"], start=data["first"], end=data["last"]
    )


def _event(data: dict[str, Any]) -> Reading:
    if data["counted"] == "on":
        return Reading("event", offset=0, direction="on")
    direction, unit = data["counted"].split(":")
    return Reading("event", offset=data["offset"], unit=unit, direction=direction)


def initial_of(reading: Reading) -> dict[str, Any]:
    """What the form shows of a reading that is there."""
    counted = "on"
    if reading.kind == "event" and reading.offset and reading.unit:
        counted = f"{reading.direction}:{reading.unit}"
    return {
        "kind": reading.kind,
        "first": reading.start,
        "last": reading.on or reading.by or reading.end,
        "every": reading.every,
        "day": reading.day,
        "offset": reading.offset or None,
        "counted": counted,
    }


ReadingFormSet = forms.formset_factory(
    ReadingForm, extra=1, max_num=MOST_READINGS, validate_max=True
)
