"""Shape of input. Whether it is allowed is for the services."""

from assessments.forms.fields import DayInput, HourInput, SizedFileField
from assessments.forms.files import WorkbookForm
from assessments.forms.imports import ResultsImportForm
from assessments.forms.sessions import (
    ChangeSessionForm,
    ProcedureForm,
    ReasonForm,
    SessionDetailsForm,
    SessionForm,
)
from assessments.forms.signs import ReferenceForm
from assessments.forms.uploads import (
    AskReplacementForm,
    DeclarationForm,
    DeclineReplacementForm,
    GrantReplacementForm,
    ManyFilesForm,
    ReplacementForm,
)
from assessments.forms.works import ChosenWorksForm, CopyWorksForm, WorkForm

__all__ = [
    "AskReplacementForm",
    "ChangeSessionForm",
    "ChosenWorksForm",
    "CopyWorksForm",
    "DayInput",
    "DeclarationForm",
    "DeclineReplacementForm",
    "GrantReplacementForm",
    "HourInput",
    "ManyFilesForm",
    "ProcedureForm",
    "ReasonForm",
    "ReferenceForm",
    "ReplacementForm",
    "ResultsImportForm",
    "SessionDetailsForm",
    "SessionForm",
    "SizedFileField",
    "WorkForm",
    "WorkbookForm",
]
