"""What people copy out of Word and Excel, as rows of a plan."""

from plans.documents.clipboard.html_table import read_html
from plans.documents.clipboard.pasted import (
    Pasted,
    PastedActivity,
    PastedColumn,
    PastedSection,
    read_pasted,
)
from plans.documents.clipboard.shapes import (
    MAX_CHARACTERS,
    read_clipboard,
    table_as_json,
    table_from_json,
)
from plans.documents.clipboard.tabbed import read_tabbed

__all__ = [
    "MAX_CHARACTERS",
    "Pasted",
    "PastedActivity",
    "PastedColumn",
    "PastedSection",
    "read_clipboard",
    "read_html",
    "read_pasted",
    "read_tabbed",
    "table_as_json",
    "table_from_json",
]
