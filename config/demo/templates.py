"""Templates of typical plans in invented words: where a new committee may begin."""

import datetime

from accounts.models import Committee, User
from plans.documents.outline import FIELDS, OutlineActivity, OutlineSection, PlanOutline
from plans.models import Plan
from plans.services.imports import draft_from_outline

Rows = tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...]

OBJECTIVITY: Rows = (
    (
        "Раздел 1. Подготовка",
        (
            (
                "Совещание с заместителями директоров по итогам прошлого года",
                "Сентябрь",
                "Специалист комитета",
                "Протокол совещания",
            ),
            (
                "Ознакомление школ с порядком проведения ВПР",
                "до 15.10.{first}",
                "Руководители ОО",
                "Листы ознакомления",
            ),
            (
                "Назначение школьных координаторов",
                "Октябрь",
                "Руководители ОО",
                "Приказы школ",
            ),
        ),
    ),
    (
        "Раздел 2. Проведение",
        (
            (
                "Наблюдение в аудиториях",
                "Согласно графику ВПР",
                "Специалист комитета",
                "Акты наблюдения",
            ),
            (
                "Выборочная перепроверка работ муниципальной комиссией",
                "В течение 10 рабочих дней после проведения",
                "Методический центр",
                "Протокол перепроверки",
            ),
        ),
    ),
    (
        "Раздел 3. Работа с результатами",
        (
            (
                "Анализ результатов по школам и классам",
                "В течение 15 календарных дней после получения результатов",
                "Специалист комитета",
                "Аналитическая справка",
            ),
            (
                "Помощь школам, которым она нужна",
                "В течение года",
                "Специалист комитета, методический центр",
                "Планы помощи, карты посещений",
            ),
        ),
    ),
)
OBSERVERS: Rows = (
    (
        "",
        (
            (
                "Объявление о наборе независимых наблюдателей",
                "до 01.02.{second}",
                "Специалист комитета",
                "Объявление на сайте",
            ),
            (
                "Проверка, что у наблюдателей нет личной заинтересованности",
                "не позднее 5 рабочих дней до проведения",
                "Специалист комитета",
                "Список без конфликта интересов",
            ),
            (
                "Обучение наблюдателей, выдача удостоверений",
                "Февраль – март",
                "Методический центр",
                "Список обученных",
            ),
            (
                "Распределение наблюдателей по школам",
                "Согласно графику ВПР",
                "Специалист комитета",
                "Приказ о распределении",
            ),
            (
                "Разбор актов наблюдения",
                "до 01.06.{second}",
                "Специалист комитета",
                "Справка, предложения школам",
            ),
        ),
    ),
)
TEMPLATES = (
    ("Образец: объективность ВПР в школах города", OBJECTIVITY),
    ("Образец: независимое наблюдение", OBSERVERS),
)


def make_templates(*, committee: Committee, school_year: int, by: User) -> list[Plan]:
    """Two templates for the school year that begins in `school_year`."""
    made = []
    for title, parts in TEMPLATES:
        plan = draft_from_outline(
            outline=_outline(title, parts, school_year),
            committee_id=committee.pk,
            period_from=datetime.date(school_year, 9, 1),
            period_to=datetime.date(school_year + 1, 8, 31),
            numbering=Plan.Numbering.THROUGH,
            by=by,
        )
        plan.is_template = True
        plan.save(update_fields=["is_template"])
        made.append(plan)
    return made


def _outline(title: str, parts: Rows, school_year: int) -> PlanOutline:
    years = {"first": school_year, "second": school_year + 1}
    return PlanOutline(
        title=title,
        columns=["№", "Мероприятие", "Сроки", "Ответственные", "Ожидаемый результат"],
        fields=list(FIELDS),
        sections=[
            OutlineSection(
                title=name,
                activities=[
                    OutlineActivity("", what, when.format(**years), who, result)
                    for what, when, who, result in rows
                ],
            )
            for name, rows in parts
        ],
    )
