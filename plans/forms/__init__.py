"""What people type into plans, parsed and shaped; decisions are the services'."""

from plans.forms.execution import (
    CheckForm,
    DecisionForm,
    EvidenceForm,
    KindsForm,
    PeriodForm,
    PostponeForm,
    ReplacementForm,
    ReportForm,
    WithdrawalForm,
)
from plans.forms.fields import TextField, date_field
from plans.forms.grid import BulkForm, GridFilterForm, chosen_rows
from plans.forms.pasting import PasteForm, places_in
from plans.forms.plans import PlanForm, PlanHeadForm, StampFormSet, StampTexts
from plans.forms.rows import AnswersForm, RowForm, row_initial

__all__ = [
    "AnswersForm",
    "BulkForm",
    "CheckForm",
    "DecisionForm",
    "EvidenceForm",
    "GridFilterForm",
    "KindsForm",
    "PasteForm",
    "PeriodForm",
    "PlanForm",
    "PlanHeadForm",
    "PostponeForm",
    "ReplacementForm",
    "ReportForm",
    "RowForm",
    "StampFormSet",
    "StampTexts",
    "TextField",
    "WithdrawalForm",
    "chosen_rows",
    "date_field",
    "places_in",
    "row_initial",
]
