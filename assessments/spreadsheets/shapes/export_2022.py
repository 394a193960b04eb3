"""The export of collected protocols of 2022: sheets «Классы» and «Протокол»."""

from assessments.spreadsheets.shapes.columns import Column, ProtocolShape, coded_item

SHAPE = ProtocolShape(
    code="export-2022",
    title="Выгрузка протоколов 2022 года",
    columns={
        Column.LOGIN: ("Пользователь",),
        Column.SCHOOL: ("Школа",),
        Column.CODE: ("Код",),
        Column.VARIANT: ("Вариант",),
        Column.CLASS: ("Наименование класса",),
        Column.SEX: ("Пол",),
        Column.JOURNAL_MARK: ("Отметка за…",),
        Column.TOTAL: ("Итого баллов",),
    },
    needed=(Column.SCHOOL, Column.CODE, Column.VARIANT, Column.CLASS, Column.JOURNAL_MARK),
    known_by=("Пользователь", "Школа", "Код", "Вариант"),
    item=coded_item,
    ignored=("Код региона", "Регион", "Муниципалитет", "Дата загрузки"),
)
