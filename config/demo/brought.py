"""Files of ФИС ОКО that the demo committee has brought: the federal list and a report."""

import io

from openpyxl import Workbook

from assessments.models import Procedure
from assessments.services.imports import kept
from config.demo.city import City
from schools.models import School

LISTED = ("Год", "Логин", "Муниципалитет", "ОО", "4 РУ", "4 МА", "5 РУ", "5 МА")
GROUPS = ("Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5)


def bring_files(city: City, procedure: Procedure) -> None:
    """One is taken, the other waits for somebody to look through it."""
    schools = list(School.objects.filter(committee=city.committee).order_by("pk")[:4])
    marks = [
        ["Вся выборка", 30_000, 1_400_000, 4.8, 26.1, 45.2, 23.9],
        ["Заозёрский край", 410, 14_800, 5.1, 27.4, 44.9, 22.6],
    ]
    take(city, procedure, "Статистика по отметкам, математика 4.xlsx", report(procedure, marks))
    listed = [
        [procedure.year, schools[1].login, "Светлоозёрск", schools[1].name, 0, 1, 0, 0, 1],
        [procedure.year, schools[3].login, "Светлоозёрск", schools[3].name, 1, 1, 0, 0, 2],
    ]
    rows: list[list] = [[*LISTED, "Количество маркеров"], *listed]
    take(city, procedure, "Признаки необъективности.xlsx", {"Признаки необъективности": rows})
    stranger = [procedure.year, "edu990099", "Заозёрск", "Школа другого округа", 1, 0, 0, 0, 1]
    rows = [[*LISTED, "Количество маркеров"], *listed, stranger]
    look(city, procedure, "Признаки, вся область.xlsx", {"Признаки необъективности": rows})


def report(procedure: Procedure, rows: list[list]) -> dict[str, list[list]]:
    """The block above the table, as reports have it."""
    title = f"ВПР {procedure.year} Математика 4 класс"
    block = [["Статистика по отметкам"], [], [title], ["Предмет:", "Математика"], []]
    return {"МА 4 Статистика по отметкам": [*block, list(GROUPS), *rows]}


def take(city: City, procedure: Procedure, name: str, sheets: dict[str, list[list]]) -> None:
    kept.take_file(import_id=look(city, procedure, name, sheets), by=city.editor)


def look(city: City, procedure: Procedure, name: str, sheets: dict[str, list[list]]) -> int:
    brought = kept.keep_file(
        data=workbook(sheets), filename=name, year=procedure.year, by=city.editor
    )
    kept.check_file(import_id=brought.pk, by=city.editor)
    return brought.pk


def workbook(sheets: dict[str, list[list]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
