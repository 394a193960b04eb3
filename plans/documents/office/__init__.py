"""A plan as files that go on being edited: Word, Excel."""

from plans.documents.office.excel import plan_as_xlsx
from plans.documents.office.word import plan_as_docx

__all__ = ["plan_as_docx", "plan_as_xlsx"]
