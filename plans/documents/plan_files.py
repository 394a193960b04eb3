"""A plan out of a file of either kind, known by what is inside and not by its name."""

import io
import zipfile

from plans.documents.docx_reader import read_plan
from plans.documents.outline import PlanOutline
from plans.documents.xlsx_reader import read_xlsx_plan
from plans.errors import PlanFileError

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


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
    if _is_workbook(content):
        return read_xlsx_plan(content, name=name)
    return read_plan(content, name=name)


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name.lower().startswith("xl/") for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return False
