"""How one is reminded: one's own choice, and the committee's."""

from collections.abc import Collection
from typing import Any, cast

from django import forms

from plans.deadlines.horizons import LONGEST_HORIZON, horizons_of
from plans.deadlines.readings import Kind
from plans.models import PlanSettings, ReminderChoice

ABOUT = ReminderChoice.About
HOURS = [(hour, f"{hour}:00") for hour in range(24)]
HORIZON_LABELS: dict[Kind, str] = {
    "on": "В день: «15.04.2027»",
    "by": "До дня: «до 15.04.2027»",
    "within": "В течение: «март – апрель», «II квартал»",
    "each": "Повторяется: «ежемесячно», «ежеквартально»",
    "event": "От события: «в течение 3 дней после приказа»",
    "schedule": "По графику: «по графику ВПР»",
    "throughout": "Весь период: «постоянно», «в течение года»",
}
LATEST = 90  # days overdue


class ReminderChoiceForm(forms.Form):
    hour = forms.TypedChoiceField(
        label="В котором часу", choices=HOURS, coerce=int, help_text="По времени портала"
    )
    kinds = forms.MultipleChoiceField(
        label="О чём писать",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Всё вместе придёт одним письмом в этот час",
    )
    is_off = forms.BooleanField(
        label="Писем не присылать",
        required=False,
        help_text="Сроки останутся на странице «Мои сроки» и в вашем календаре",
    )

    def __init__(
        self, *args: Any, choice: ReminderChoice, not_asked: Collection[str], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"hour": choice.hour, "kinds": choice.kinds, "is_off": choice.is_off}
        super().__init__(*args, **kwargs)
        offered = [about for about in ABOUT if about.value not in not_asked]
        kinds = cast(forms.MultipleChoiceField, self.fields["kinds"])
        kinds.choices = [(about.value, about.label) for about in offered]
        if ABOUT.SIGNING in offered:
            kinds.help_text += "; о чём помечено «Сразу» — отдельным письмом, не дожидаясь его"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "kinds" in cleaned and not cleaned["kinds"] and not cleaned.get("is_off"):
            self.add_error(
                "kinds", "Выберите хотя бы одно или отметьте внизу «Писем не присылать»."
            )
        return cleaned


class CommitteeRemindersForm(forms.Form):
    """A field for every kind of deadline."""

    escalate_after = forms.IntegerField(
        label="Через сколько дней просрочки сообщать тому, кто контролирует",
        min_value=1,
        max_value=LATEST,
        help_text="Отдельной частью его же письма, не ещё одним письмом",
    )

    def __init__(self, *args: Any, settings: PlanSettings, **kwargs: Any) -> None:
        horizons = horizons_of(settings.horizons)
        given = {name_of(kind): horizons[kind] for kind in HORIZON_LABELS}
        kwargs["initial"] = given | {"escalate_after": settings.escalate_after}
        super().__init__(*args, **kwargs)
        for kind, label in HORIZON_LABELS.items():
            self.fields[name_of(kind)] = forms.IntegerField(
                label=label, min_value=0, max_value=LONGEST_HORIZON
            )
        self.order_fields([name_of(kind) for kind in HORIZON_LABELS])

    def horizons(self) -> dict[str, int]:
        return {kind: self.cleaned_data[name_of(kind)] for kind in HORIZON_LABELS}


def name_of(kind: Kind) -> str:
    return f"horizon_{kind}"
