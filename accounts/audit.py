"""The audit line: written in the transaction of the decision it records, read in plain words."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models

from accounts.models import AuditEvent, User

# Every action in the words of the journal. Rooms above add a line for each action of theirs.
AUDIT_WORDS: dict[str, str] = {
    "person-added": "Человек внесён в список",
    "person-changed": "Сведения о человеке изменены",
    "person-invited": "Приглашение создано",
    "invitation-withdrawn": "Приглашение отозвано",
    "invitation-accepted": "Приглашение принято",
    "account-blocked": "Вход закрыт",
    "account-unblocked": "Вход снова открыт",
    "account-role-changed": "Роль изменена",
    "school-reminded": "Школе напомнили о результатах",
    "protocol-numbers-recorded": "Числа из протокола записаны",
    "discrepancy-explained": "Расхождение объяснено школой",
    "discrepancy-accepted": "Объяснение расхождения принято",
    "discrepancy-returned": "Школу просят уточнить объяснение расхождения",
    "retention-set": "Сроки хранения документов изменены",
    "destruction-drawn-up": "Проект акта об уничтожении составлен",
    "destruction-withdrawn": "Проект акта об уничтожении отозван",
    "destruction-confirmed": "Акт об уничтожении утверждён",
    "school-added": "Школа внесена в реестр",
    "school-changed": "Сведения о школе изменены",
    "schools-imported": "Список школ загружен из файла",
    "procedure-created": "Процедура заведена",
    "procedure-changed": "Сведения о процедуре изменены",
    "work-created": "Работа внесена в каталог",
    "work-changed": "Описание работы изменено",
    "observer-activated": "Наблюдатель снова работает",
    "observer-deactivated": "Наблюдатель больше не работает",
    "works-imported": "Каталог работ загружен из файла",
    "pupils-counted": "Численность учеников обновлена",
    "classes-changed": "Классы изменены",
    "post-started": "Человек вступил в должность",
    "post-ended": "Человек оставил должность",
    "case-opened": "Случай открыт",
    "case-evidence-added": "Основание добавлено",
    "case-explained": "Объяснение школы получено",
    "case-due-date-moved": "Срок объяснения перенесён",
    "case-curator-appointed": "Куратор назначен",
    "case-decided": "Решение по случаю принято",
    "case-activity-added": "К случаю добавлено мероприятие",
    "case-activity-removed": "Мероприятие убрано из случая",
    "case-closed": "Случай закрыт",
    "calendar-saved": "Календарь процедуры сохранён",
    "schedule-made": "Расписание составлено по календарю",
    "subjects-drawn": "Предметы выбраны жребием",
    "session-planned": "Сессия назначена",
    "sessions-planned": "Сессии назначены",
    "session-changed": "Сессия изменена",
    "session-cancelled": "Сессия отменена",
    "session-restored": "Сессия возвращена",
    "results-accepted": "Форма с результатами принята",
    "replacement-asked": "Школа просит заменить результаты после срока",
    "replacement-granted": "Замена результатов разрешена",
    "replacement-declined": "В замене результатов отказано",
    "declaration-signed": "Заявление директора о результатах подписано",
    "declaration-fell": "Заявление директора о результатах устарело",
    "results-imported": "Результаты загружены из файла ФИС ОКО",
    "results-file-brought": "Файл ФИС ОКО принесён на проверку",
    "results-file-taken": "Файл ФИС ОКО загружен",
    "results-file-dropped": "Файл ФИС ОКО убран без загрузки",
    "report-imported": "Отчёт ФИС ОКО загружен из файла",
    "federal-list-imported": "Федеральный список школ с признаками загружен",
    "results-refused": "Форма с результатами не принята",
    "protocol-added": "Протокол приложен",
    "protocol-removed": "Протокол убран",
    "protocols-arranged": "Сканы протокола названы и расставлены по порядку",
    "reference-set": "Референтная выборка задана",
    "reference-removed": "Референтная выборка убрана",
    "signs-computation-started": "Расчёт признаков начат",
    "signs-computed": "Признаки рассчитаны",
    "observer-added": "Наблюдатель внесён в список",
    "observer-changed": "Сведения о наблюдателе изменены",
    "accreditation-added": "Аккредитация внесена",
    "interest-added": "Связь со школой указана",
    "interest-removed": "Связь со школой снята",
    "observer-assigned": "Наблюдатель назначен",
    "observer-assigned-in-spite": "Наблюдатель назначен с оговоркой, причина записана",
    "assignment-withdrawn": "Назначение снято",
    "act-submitted": "Акт наблюдения сдан",
    "act-supplemented": "Число участников в акте наблюдения дополнено",
    "act-scan-added": "Скан акта наблюдения приложен",
    "act-scans-arranged": "Сканы акта наблюдения названы и расставлены по порядку",
    "act-scan-removed": "Скан акта наблюдения убран",
    "plan-created": "План создан",
    "plan-file-read": "Файл Word прочитан",
    "plan-imported": "План загружен из файла",
    "file-merged": "Черновик сверен с файлом",
    "plan-copied": "План создан по другому плану",
    "plan-template-saved": "Образец плана сохранён",
    "wordings-taken": "Новые формулировки взяты",
    "plan-head-changed": "Титул плана изменён",
    "plan-renumbered": "Мероприятия перенумерованы",
    "plan-submitted": "План отправлен на согласование",
    "plan-returned": "План возвращён с замечаниями",
    "plan-commented": "Замечание к плану",
    "plan-approved": "План утверждён",
    "plan-withdrawn": "План отозван с согласования",
    "plan-agreed": "План согласован",
    "plan-signatories-named": "Подписанты плана названы",
    "plan-signature-fell": "Согласование снято: текст изменился",
    "plan-amendment-started": "Начаты изменения в план",
    "plan-amended": "Изменения внесены в план",
    "plan-amendment-overruled": "Изменения заменили то, что указали в действующем плане",
    "plan-template-removed": "Образец плана убран",
    "plan-template-restored": "Образец плана возвращён",
    "plan-published": "План опубликован",
    "plan-publication-withdrawn": "Публикация плана отозвана",
    "section-added": "Раздел добавлен",
    "section-changed": "Раздел изменён",
    "section-moved": "Раздел переставлен",
    "section-removed": "Раздел удалён",
    "section-restored": "Раздел возвращён",
    "activity-added": "Мероприятие добавлено",
    "activity-changed": "Мероприятие изменено",
    "activity-moved": "Мероприятие переставлено",
    "activity-removed": "Мероприятие удалено",
    "activity-restored": "Мероприятие возвращено",
    "activities-changed": "Изменено сразу несколько мероприятий",
    "activities-removed": "Удалено сразу несколько мероприятий",
    "activities-moved": "Переставлено сразу несколько мероприятий",
    "rows-pasted": "Вставлены скопированные строки",
    "edit-undone": "Правка отменена её автором",
    "responsible-corrected": "Ответственный уточнён",
    "readings-corrected": "Прочтение срока исправлено",
    "readings-linked": "Указано, чего ждёт срок",
    "event-added": "Событие внесено",
    "event-changed": "Событие изменено",
    "event-recorded": "Событие наступило",
    "event-withdrawn": "Отметка о событии отозвана",
    "schedule-added": "График внесён",
    "schedule-changed": "График изменён",
    "occurrence-closed": "Срок закрыт: его события или даты больше нет",
    "readings-restored": "Прочтение срока возвращено",
    "calendar-changed": "Календарь сроков изменён",
    "occurrence-reported": "Исполнение отмечено",
    "postponement-asked": "Запрошен перенос срока",
    "postponement-agreed": "Перенос срока согласован",
    "postponement-refused": "Перенос срока отклонён",
    "evidence-kinds-set": "Указано, чем подтверждается исполнение",
    "evidence-added": "Подтверждение приложено",
    "evidence-replaced": "Подтверждение заменено новой версией",
    "evidence-withdrawn": "Подтверждение отозвано тем, кто приложил",
    "evidence-accepted": "Подтверждение принято",
    "evidence-returned": "Подтверждение возвращено с замечанием",
    "reminders-chosen": "Выбрано, как напоминать",
    "reminder-settings-changed": "Напоминания комитета изменены",
    "feed-made": "Адрес личного календаря создан",
    "feed-revoked": "Адрес личного календаря отозван",
    "report-created": "Информация об исполнении составлена",
    "report-removed": "Черновик информации об исполнении удалён",
    "report-accepted": "Информация об исполнении принята",
}


def record_event(
    *, action: str, target: models.Model, by: User | None, **details: Any
) -> AuditEvent:
    """Add one line to the decision log.

    Args:
        action: stable name, noun-verb: `plan-approved`.
        target: the saved record the decision is about.
        by: who decided; None for the clock.
        details: JSON values worth reading later; ids and states, no personal data.
    """
    return AuditEvent.objects.create(
        action=action,
        target_type=target._meta.label_lower,
        target_id=target.pk,
        by=by,
        committee_id=by.committee_id if by else getattr(target, "committee_id", None),
        details=details,
    )


def describe(action: str) -> str:
    """The action in plain words; one that nobody has worded yet stays readable by its name."""
    return AUDIT_WORDS.get(action) or f"Действие «{action}»"


def describe_target(event: AuditEvent) -> str:
    """«план № 12»: what the line is about, without loading the record itself."""
    try:
        name = str(apps.get_model(event.target_type)._meta.verbose_name)
    except LookupError:
        name = event.target_type
    return f"{name} №\N{NO-BREAK SPACE}{event.target_id}"


class NamedEvent(NamedTuple):
    """A line of the journal and, where the reader may see it, the record it is about."""

    event: AuditEvent
    name: str  # empty: gone, or not for this reader
    address: str


def name_targets(events: Iterable[AuditEvent], viewer: User) -> list[NamedEvent]:
    """Lines with their records by name; a query for each kind of record, however many lines."""
    listed = list(events)
    wanted: dict[str, set[int]] = {}
    for event in listed:
        wanted.setdefault(event.target_type, set()).add(event.target_id)
    seen = {
        (kind, record.pk): record
        for kind, ids in wanted.items()
        for record in _visible(kind, ids, viewer)
    }
    return [_named(event, seen.get((event.target_type, event.target_id))) for event in listed]


def _visible(kind: str, ids: set[int], viewer: User) -> Iterable[models.Model]:
    try:
        records = apps.get_model(kind)._default_manager
    except LookupError:
        return ()
    visible_to = getattr(records, "visible_to", None)
    # Without names of fields Django follows the ties that a record cannot be without: those
    # that its own name is made of.
    return visible_to(viewer).filter(pk__in=ids).select_related() if visible_to else ()


def _named(event: AuditEvent, record: models.Model | None) -> NamedEvent:
    if record is None:
        return NamedEvent(event, "", "")
    address = getattr(record, "get_absolute_url", None)
    return NamedEvent(event, str(record), address() if address else "")


def story_of(record: models.Model) -> models.QuerySet[AuditEvent]:
    """All decisions about one record, newest first."""
    return AuditEvent.objects.about(record)
