"""Files of ФИС ОКО with their real headings, of invented schools with invented codes."""

import datetime

from openpyxl import Workbook

from tests.assessments.workbooks import saved

MATHS_4 = (
    ("1", 1), ("2", 1), ("3", 2), ("4", 1), ("5.1", 1), ("5.2", 1), ("6.1", 1), ("6.2", 1),
    ("7", 1), ("8", 2), ("9.1", 1), ("9.2", 1), ("10", 2), ("11", 2), ("12", 2),
)  # fmt: skip
HILL, RIVER = ("990001", "Школа на горе"), ("990002", "Школа у реки")
MARK_2022 = "Отметка за предыдущий триместр/ четверть/полугодие"


class Pupil:
    """A participant with one point for every task; a test changes what it is about.

    `scores` replaces points by the position of the task, counted from 1.
    """

    def __init__(self, number=1, *, school=HILL, label="4А", scores=None, **changes):
        self.code = str(40000 + number)
        self.school, self.label = school, label
        self.variant, self.mark, self.sex = 2, 4, "ж"
        self.scores = [1] * len(MATHS_4)
        for position, value in (scores or {}).items():
            self.scores[position - 1] = value
        self.total = sum(score for score in self.scores if isinstance(score, int))
        self.__dict__ |= changes

    @property
    def login(self):
        return f"edu{self.school[0]}"


def absent(number=1, *, scores=None, **changes):
    empty = {"variant": "отсутствовал", "total": None, "mark": None}
    return Pupil(number, scores=dict.fromkeys(range(1, 16)) | (scores or {}), **(empty | changes))


def individual(pupils, *, title="ВПР 2021 Математика 4 класс", items=MATHS_4, date="15.04.2021"):
    """Ф1: the block above, the row of levels, the headings, schools with their group rows."""
    headings = [
        "ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
        *heads(items), "Первичный балл", "Отметка", "Отметка по журналу",
    ]  # fmt: skip
    rows = [
        ["Индивидуальные результаты"],
        [],
        [title],
        ["Предмет:", "Математика"],
        ["Максимальный первичный балл:", 20],
        ["Дата:", date],
        [*[None] * 5, "Уровень сложности задания", *["Б"] * len(items)],
        headings,
    ]
    for school in dict.fromkeys(pupil.school for pupil in pupils):
        own = [pupil for pupil in pupils if pupil.school == school]
        rows.append([f"{school[1]}(edu{school[0]})", f"Кол-во участников: {len(own)}"])
        rows += [
            [
                p.login, "Заречный округ", school[1], p.code, p.label, p.variant,
                *p.scores, p.total, None, p.mark,
            ]
            for p in own
        ]  # fmt: skip
    return {"МА 4 Индивидуальные результаты": rows}


def export_2022(pupils, *, items=MATHS_4):
    headings = [
        "Пользователь", "Код региона", "Регион", "Муниципалитет", "Школа", "Дата загрузки",
        "Код", "Вариант", *heads(items), "Наименование класса", "Пол", MARK_2022, "Итого баллов",
    ]  # fmt: skip
    rows = [
        [
            p.login, 99, "Заречный край", "reg99_m001 | Заречный округ",
            f"{p.login} | {p.school[1]}", "20.04.2022", p.code, p.variant, *p.scores,
            p.label, p.sex, p.mark, p.total,
        ]
        for p in pupils
    ]  # fmt: skip
    classes = [["Пользователь", "Школа", "Основной учебник по предмету"]]
    return {"Классы": classes, "Протокол": [headings, *rows]}


def export_2021(pupils):
    headings = [
        "логин школы", "регион", "номер обучающегося", "код обучающегося",
        "отметка за предыдущую четверть/триместр", "пол", "класс", "вариант", "всего баллов",
        *[f"балл за {n}" for n in range(1, len(MATHS_4) + 1)],
        "Учебник", "Др.уч. автор", "Др.уч. название",
    ]  # fmt: skip
    rows = [
        [
            f"sch{p.school[0]}", "reg990000", n, p.code, p.mark, p.sex, p.label, p.variant,
            p.total, *p.scores, "1",
        ]
        for n, p in enumerate(pupils, start=1)
    ]  # fmt: skip
    return {"Лист1": [headings, *rows]}


def export_2020(pupils):
    tasks = [f"a-{n}-grade" for n in range(1, 41)]
    headings = [
        "groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "Учебник",
        "sum", *tasks,
    ]  # fmt: skip
    rows = [
        [
            "reg99_m001", f"sch{p.school[0]}", n, p.code, p.mark, p.sex, p.label, p.variant, None,
            "1", p.total, *p.scores, *[None] * (40 - len(p.scores)),
        ]
        for n, p in enumerate(pupils, start=1)
    ]  # fmt: skip
    return {"Лист1": [headings, *rows]}


def blank_form_of_fis_oko(pupils, *, items=MATHS_4):
    """The federal form as a school fills it: no stamp of the portal, three sheets."""
    headings = [
        "Код участника", "Вариант", *heads(items), "Порядковый номер класса", MARK_2022,
        "Итого баллов",
    ]  # fmt: skip
    rows = [[p.code, p.variant, *p.scores, p.ordinal, p.mark, p.total] for p in pupils]
    return {
        "Протокол": [headings, *rows],
        "Служебный": [["Вариант"], [1], [2], ["отсутствовал"]],
        "Порядковый номер класса": [["Порядковый номер класса"], *[[n] for n in range(1, 51)]],
    }


def mark_statistics(rows):
    return report("Статистика по отметкам", [
        ["Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5], *rows,
    ])  # fmt: skip


def comparison_in_columns(rows):
    lower, same, higher = (
        "Понизили (Отметка < Отметка по журналу)",
        "Подтвердили (Отметка = Отметке по журналу)",
        "Повысили (Отметка > Отметка по журналу)",
    )
    counted = [
        f"{each} {what}" for each in (lower, same, higher) for what in ("%", "Кол-во участников")
    ]
    headings = ["Группы участников", "Кол-во участников(всего)", *counted]
    return report("Сравнение отметок с отметками по журналу", [headings, *rows])


def comparison_in_rows(groups):
    """The layout of 2021: for each group its name, three rows and «Всего»."""
    rows = [["Группы участников", "Кол-во участников", "%"]]
    for title, (lower, same, higher) in groups.items():
        whole = lower + same + higher
        rows.append([title])
        for words, count in (
            ("Понизили (Отметка < Отметка по журналу) %", lower),
            ("Подтвердили (Отметка = Отметке по журналу) %", same),
            ("Повысили (Отметка > Отметка по журналу) %", higher),
        ):
            rows.append([words, count, round(100 * count / whole, 2)])
        rows.append(["Всего", whole, 100])
    return report("Сравнение отметок с отметками по журналу", rows)


def distribution(rows, *, highest=20):
    headings = [
        "Год", "Класс", "Предмет", "Муниципалитет", "Логин", "ОО", "Кол-во участников",
        *range(highest + 1),
    ]  # fmt: skip
    return {"Распределение": [headings, *rows]}


def federal_list(rows):
    headings = [
        "Год", "Логин", "Муниципалитет", "ОО", "4 РУ", "4 МА", "5 РУ", "5 МА",
        "Количество маркеров",
    ]  # fmt: skip
    return {"Признаки необъективности папка": [headings, *rows]}


def report(name, table, *, title="ВПР 2021 Математика 4 класс"):
    block = [[name], [], [title], ["Предмет:", "Математика"]]
    block += [["Максимальный первичный балл:", 20], ["Дата:", "15.04.2021"], []]
    return {f"МА 4 {name}"[:31]: [*block, *table]}


def heads(items):
    return [f"{code} ({points}б)" for code, points in items]


def as_date(code):
    """What Excel makes of «12.1» in a cell of dates."""
    day, month = map(int, code.split("."))
    return datetime.date(2026, month, day)


def file_of(sheets, change=None):
    """The bytes of a workbook; `change` may spoil it as only Excel can."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    if change is not None:
        change(workbook)
    return saved(workbook)
