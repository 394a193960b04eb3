"""What people type into plans, parsed and shaped; decisions are the services'."""

from plans.forms.execution import DecisionForm, PostponeForm, ReportForm
from plans.forms.fields import TextField, date_field
from plans.forms.plans import PlanForm, PlanHeadForm, StampFormSet, StampTexts
from plans.forms.rows import AnswersForm, RowForm, row_initial

__all__ = [
    "AnswersForm",
    "DecisionForm",
    "PlanForm",
    "PlanHeadForm",
    "PostponeForm",
    "ReportForm",
    "RowForm",
    "StampFormSet",
    "StampTexts",
    "TextField",
    "date_field",
    "row_initial",
]
