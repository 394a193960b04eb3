"""The export of 2020: machine names for headings, forty columns of tasks however many there are."""

from assessments.spreadsheets.headings import plain
from assessments.spreadsheets.shapes.columns import Column, ProtocolShape, numbered_item

SHAPE = ProtocolShape(
    code="export-2020",
    title="Выгрузка протоколов 2020 года",
    columns={
        Column.LOGIN: ("user",),
        Column.CODE: ("code",),
        Column.JOURNAL_MARK: ("otc",),
        Column.SEX: ("gender",),
        Column.CLASS: ("klass",),
        Column.VARIANT: ("var-1",),
        Column.SECOND_VARIANT: ("var-2",),
        Column.TOTAL: ("sum",),
    },
    needed=(Column.LOGIN, Column.CODE, Column.CLASS, Column.VARIANT, Column.JOURNAL_MARK),
    known_by=("user", "code", "a-1-grade"),
    # Headings are compared without Latin look-alikes: «a-1-grade» is «а-1-gраdе» there.
    item=numbered_item(rf"^{plain('a')}-(\d{{1,2}})-{plain('grade')}$"),
    year=2020,
    ignored=("groups", "id", "Учебник", "Др.уч. автор", "Др.уч. название"),
    # In the autumn of 2020 the fifth grade wrote the paper of the fourth.
    grade_lag=1,
)
