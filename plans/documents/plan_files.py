"""A plan out of a file of either kind, known by what is inside and not by its name."""

import re

from plans.documents.docx_reader import read_plan
from plans.documents.outline import PlanOutline
from plans.documents.xlsx_reader import read_xlsx_plan
from plans.errors import PlanFileError

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# An entry of the archive's directory whose name begins as the parts of a workbook do. Looked for
# in the bytes: what is in the archive is read only after it has been looked into.
_PART_OF_WORKBOOK = re.compile(rb"PK\x01\x02.{42}xl/", re.DOTALL | re.IGNORECASE)


def read_plan_file(content: bytes, *, name: str = "") -> PlanOutline:
    """Understands a plan of Word or Excel.

    Raises:
        PlanFileError: see `docx_reader.read_plan` and `xlsx_reader.read_xlsx_plan`; old-excel.
    """
    if content.startswith(_OLE) and name.lower().endswith(".xls"):
        raise PlanFileError(
            "old-excel",
            "Это книга старого формата Excel (.xls). Откройте её в Excel, сохраните через "
            "«Сохранить как» в формате .xlsx и загрузите снова.",
        )
    if _PART_OF_WORKBOOK.search(content):
        return read_xlsx_plan(content, name=name)
    return read_plan(content, name=name)
