"""«Форма сбора результатов» 2026: one work of one school, filled by the school itself."""

from assessments.spreadsheets.shapes.columns import Column, ProtocolShape, coded_item

SHAPE = ProtocolShape(
    code="blank-form",
    title="Форма сбора результатов",
    columns={
        Column.CODE: ("Код участника",),
        Column.VARIANT: ("Вариант",),
        Column.ORDINAL: ("Порядковый номер класса",),
        Column.JOURNAL_MARK: ("Отметка за…",),
        Column.TOTAL: ("Итого баллов",),
    },
    needed=(Column.CODE, Column.VARIANT, Column.ORDINAL, Column.JOURNAL_MARK),
    known_by=("Код участника", "Вариант"),
    not_known_by=("Первичный балл",),
    item=coded_item,
    many_schools=False,
)
