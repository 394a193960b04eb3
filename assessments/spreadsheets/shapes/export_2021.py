"""The export of 2021: tasks are named by position, «балл за 3»."""

from assessments.spreadsheets.shapes.columns import Column, ProtocolShape, numbered_item

SHAPE = ProtocolShape(
    code="export-2021",
    title="Выгрузка протоколов 2021 года",
    columns={
        Column.LOGIN: ("логин школы",),
        Column.CODE: ("код обучающегося",),
        Column.JOURNAL_MARK: ("отметка за…",),
        Column.SEX: ("пол",),
        Column.CLASS: ("класс",),
        Column.VARIANT: ("вариант",),
        Column.TOTAL: ("всего баллов",),
    },
    needed=(Column.LOGIN, Column.CODE, Column.CLASS, Column.VARIANT, Column.JOURNAL_MARK),
    known_by=("логин школы", "балл за 1"),
    item=numbered_item(r"^баллза(\d{1,2})$"),
    year=2021,
    ignored=("регион", "номер обучающегося", "Учебник", "Др.уч. автор", "Др.уч. название"),
)
