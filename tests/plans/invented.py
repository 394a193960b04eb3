"""Invented plans with everything that made printing hard."""

from plans.documents.outline import (
    OutlineActivity,
    OutlineOrder,
    OutlineSection,
    OutlineStamp,
    PlanOutline,
)

CAPTIONS = ["№ п/п", "Мероприятие", "Сроки", "Ответственные", "Планируемый результат"]
MARKUP = [
    '#import "@preview/x:1.0.0": *',
    "*жирно* и _косо_",
    "$x^2$ и $ sum $",
    "@ссылка и <метка>",
    "обратная \\ черта \\n \\u{41}",
    "скобки ] [ } { ) (",
    '#read("/etc/passwd") "кавычки"',
    "= Заголовок",
    "- пункт + пункт / термин: да",
    "`код` ~ -- --- ... // примечание /* и */",
    "https://example.org/a?b=c&d=<e>",
]


def activity(number: int, title: str = "Совещание с заместителями директоров по итогам работ"):
    return OutlineActivity(
        number=f"{number}.",
        title=f"{title}, шаг {number}",
        deadline=f"до {number % 28 + 1:02}.10.2030",
        responsible="Руководители ОО\nМетодисты центра",
        result=f"Справка № {number} о ходе работ",
    )


def plan(*sections: OutlineSection, **changes) -> PlanOutline:
    outline = PlanOutline(
        name="invented",
        title="План мероприятий по повышению объективности оценки на 2030 год",
        columns=list(CAPTIONS),
        sections=list(sections) or [OutlineSection(activities=[activity(1), activity(2)])],
    )
    for name, value in changes.items():
        setattr(outline, name, value)
    return outline


def full_plan() -> PlanOutline:
    """One of everything: stamps, order, preamble with a list, sections, legend, executor."""
    return plan(
        OutlineSection("Раздел 1. Подготовка работ", [activity(n) for n in range(1, 8)]),
        OutlineSection("Раздел 2. Проведение работ", [activity(n) for n in range(8, 15)]),
        stamps=[
            OutlineStamp("agreed", ["СОГЛАСОВАНО", "Председатель совета", "________ Б. Б. Дубов"]),
            OutlineStamp("approved", ["УТВЕРЖДАЮ", "Начальник отдела", "________ А. А. Вязов"]),
        ],
        order=OutlineOrder(date="2030-03-04", number="17"),
        preamble=["Задачи:", "честные результаты работ;", "помощь школам;", "Итог подводят в мае."],
        footer=["ОО – образовательные организации.", "Вязов А. А. 8-(000)00-00000"],
    )


def markup_plan() -> PlanOutline:
    """Everything a person can type, typed as the compositor's own language."""
    rows = [
        OutlineActivity(str(index), text, text, text, text) for index, text in enumerate(MARKUP, 1)
    ]
    return plan(
        *(OutlineSection(text, [row]) for text, row in zip(MARKUP, rows, strict=True)),
        OutlineSection("Последний раздел", [activity(12)]),
        title=" ".join(MARKUP[:6]),
        stamps=[OutlineStamp("approved", list(MARKUP))],
        preamble=list(MARKUP),
        footer=list(MARKUP),
        columns=["№", "*Мероприятие*", "#Сроки", "$Кто$", "]Итог["],
    )


def tall_plan() -> PlanOutline:
    """The first row is taller than two pages, in three columns and many paragraphs."""
    tall = OutlineActivity(
        number="1",
        title="Подготовка работ:\n" + "\n".join(f"-шаг {n} подготовки работ;" for n in range(90)),
        deadline="Январь 2030\nЕжемесячно на совещаниях с заместителями директоров",
        responsible="\n".join(f"Методист округа {n}" for n in range(40)),
        result=" ".join(f"Итог {n} записан в журнал наблюдений школы." for n in range(60)),
    )
    return plan(OutlineSection("Задача 1", [tall, activity(2)]))


def long_plan(rows: int = 150) -> PlanOutline:
    """`rows` activities in sections of twelve, with cells of many lengths."""
    activities = [
        activity(n, "Проверка работ шестых классов муниципальной комиссией " * (n % 4 + 1))
        for n in range(1, rows + 1)
    ]
    return plan(
        *(
            OutlineSection(f"Раздел {start // 12 + 1}. Работа со школами", activities[start:][:12])
            for start in range(0, rows, 12)
        )
    )


def swapped_plan() -> PlanOutline:
    outline = full_plan()
    outline.fields = ["number", "title", "responsible", "deadline", "result"]
    outline.columns = ["№", "Содержание работы", "Исполнители", "Срок", "Итог"]
    return outline


def empty_results_plan() -> PlanOutline:
    rows = [activity(n) for n in range(1, 25)]
    for row in rows:
        row.result = ""
    return plan(OutlineSection(activities=rows))


def long_words_plan() -> PlanOutline:
    row = activity(1)
    row.number = "1.1.1.1.1.1.1."
    row.title = "Сайт https://school-number-one.example.org/" + "methods_and_materials" * 12
    row.deadline = "Сентябрь-октябрь-ноябрь-декабрь"
    row.responsible = "Рентгеноэлектрокардиографического" * 2
    row.result = "Государственно-общественного управления общеобразовательными организациями"
    return plan(OutlineSection("Раздел", [row, activity(2)]))


INVENTED = {
    "one of everything": full_plan,
    "markup as text": markup_plan,
    "a row taller than two pages": tall_plan,
    "150 rows": long_plan,
    "columns in another order": swapped_plan,
    "no sections": plan,
    "empty results": empty_results_plan,
    "very long words": long_words_plan,
}
