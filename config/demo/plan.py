"""The committee's plan in its own invented words, with deadlines of every kind."""

import datetime

from accounts.models import Committee, Person
from plans.documents.outline import OutlineActivity, OutlineSection, OutlineStamp, PlanOutline

ROWS: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    (
        "Задача 1. Подготовка к ВПР без спешки",
        (
            (
                (
                    "Разбор прошлогодних результатов с заместителями директоров:\n"
                    "– где отметки за работу разошлись с журналом;\n"
                    "– какие задания пропускали чаще других;\n"
                    "– чем помочь школам до весны"
                ),
                "до 15.10.{first}",
                "{editor}",
                "Протокол совещания, список школ, которым нужна помощь",
            ),
            (
                "Обучение независимых наблюдателей, выдача удостоверений",
                "Февраль – март",
                "{editor}\nКонтроль: {head}",
                "Список обученных наблюдателей",
            ),
            (
                "Инструктаж школьных организаторов",
                "не позднее 1 рабочего дня до проведения",
                "Руководители ОО",
                "Листы инструктажа с подписями",
            ),
            (
                "Проверка готовности аудиторий и копировальной техники",
                "до 20.03.{second}",
                "Руководители ОО",
                "Справка о готовности",
            ),
        ),
    ),
    (
        "Задача 2. Объективность в день проведения",
        (
            (
                "Присутствие наблюдателей в аудиториях, распределение без конфликта интересов",
                "Согласно графику ВПР",
                "{editor}, руководители ОО",
                "Акты наблюдения",
            ),
            (
                "Выезд специалистов комитета в школы группы риска",
                "Апрель {second}",
                "{editor}",
                "Карты посещения",
            ),
            (
                "Проверка работ муниципальными предметными комиссиями",
                "20.04.{second} – 15.05.{second}",
                "Методический центр «Опора»",
                "Протоколы комиссий",
            ),
        ),
    ),
    (
        "Задача 3. Работа с результатами",
        (
            (
                "Анализ признаков необъективности по каждой школе",
                "В течение 15 календарных дней после получения результатов",
                "{editor}\nКонтроль: {head}",
                "Аналитическая справка",
            ),
            (
                "Совещания с заместителями директоров по ходу помощи школам",
                "1 раз в квартал",
                "{editor}",
                "Протоколы совещаний",
            ),
            (
                "Обновление сведений о ВПР на сайтах школ",
                "До 10.11.{first} и по мере появления новых документов",
                "Руководители ОО",
                "Актуальные страницы сайтов",
            ),
            (
                "Разговор с родителями о том, зачем нужны честные результаты",
                "до 30.11.{first}",
                "Руководители ОО",
                "Протоколы родительских собраний",
            ),
            (
                "Взаимные посещения уроков школами-партнёрами",
                "В течение года",
                "Руководители ОО",
                "Карты посещения уроков",
            ),
        ),
    ),
)
LEGEND = [
    "ВПР – всероссийские проверочные работы.",
    "ОО – общеобразовательные организации города.",
]


def plan_outline_of(
    school_year: int, *, committee: Committee, head: Person, editor: Person
) -> PlanOutline:
    """The plan of the school year that begins in `school_year`."""
    words: dict[str, object] = {
        "first": school_year,
        "second": school_year + 1,
        "head": head.short_name,
        "editor": editor.short_name,
    }
    return PlanOutline(
        title=(
            "План мероприятий по повышению объективности оценки образовательных результатов "
            f"на {school_year}/{school_year + 1} учебный год"
        ),
        stamps=[
            OutlineStamp(
                kind="approved",
                lines=["УТВЕРЖДАЮ", "Председатель", committee.instrumental, head.short_name],
            )
        ],
        preamble=[
            (
                "План помогает школам города проводить проверочные работы спокойно и честно, а "
                "комитету – вовремя замечать, где нужна помощь."
            )
        ],
        columns=["№", "Мероприятие", "Сроки", "Ответственные", "Ожидаемый результат"],
        sections=[
            OutlineSection(
                title=title,
                activities=[
                    _activity(f"{section}.{row}", texts, words)
                    for row, texts in enumerate(rows, start=1)
                ],
            )
            for section, (title, rows) in enumerate(ROWS, start=1)
        ],
        footer=[*LEGEND, f"Исполнитель: {editor.full_name}, 8 (000) 200-00-01"],
    )


def _activity(
    number: str, texts: tuple[str, str, str, str], words: dict[str, object]
) -> OutlineActivity:
    title, deadline, responsible, result = (text.format(**words) for text in texts)
    return OutlineActivity(
        number=number, title=title, deadline=deadline, responsible=responsible, result=result
    )


def period_of(school_year: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(school_year, 9, 1), datetime.date(school_year + 1, 8, 31)
