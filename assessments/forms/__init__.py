"""Shape of input. Whether it is allowed is for the services."""

from assessments.forms.fields import DayInput, HourInput, SizedFileField
from assessments.forms.files import ScanForm, WorkbookForm
from assessments.forms.sessions import (
    PlanSessionsForm,
    ProcedureForm,
    ReasonForm,
    SessionDetailsForm,
    SessionForm,
)
from assessments.forms.signs import ReferenceForm
from assessments.forms.works import ChosenWorksForm, CopyWorksForm, WorkForm

__all__ = [
    "ChosenWorksForm",
    "CopyWorksForm",
    "DayInput",
    "HourInput",
    "PlanSessionsForm",
    "ProcedureForm",
    "ReasonForm",
    "ReferenceForm",
    "ScanForm",
    "SessionDetailsForm",
    "SessionForm",
    "SizedFileField",
    "WorkForm",
    "WorkbookForm",
]
