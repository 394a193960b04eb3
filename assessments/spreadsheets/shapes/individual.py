"""«Индивидуальные результаты» (Ф1): every participant of many schools, school after school.

A row of its own begins each school: «Школа(edu990001) | Кол-во участников: 89».
"""

from assessments.spreadsheets.shapes.columns import Column, ProtocolShape, coded_item

SHAPE = ProtocolShape(
    code="individual-results",
    title="Индивидуальные результаты",
    columns={
        Column.SCHOOL: ("ОО", "Логин", "Логин ОО"),
        Column.SCHOOL_NAME: ("Название ОО",),
        Column.CODE: ("Код участника",),
        Column.CLASS: ("Класс",),
        Column.VARIANT: ("Вариант",),
        Column.TOTAL: ("Первичный балл",),
        Column.MARK: ("Отметка",),
        Column.JOURNAL_MARK: ("Отметка по журналу",),
    },
    needed=(Column.SCHOOL, Column.CODE, Column.CLASS, Column.VARIANT, Column.TOTAL),
    known_by=("Код участника", "Первичный балл"),
    item=coded_item,
    ignored=("Муниципалитет",),
)
