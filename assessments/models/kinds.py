"""Kinds of procedures and what each is called in full."""

from django.db import models


class ProcedureKind(models.TextChoices):
    VPR = "vpr", "ВПР"
    DIAGNOSTIC = "dkr", "ДКР"
    REGIONAL = "rdr", "РДР"
    NATIONAL = "niko", "НИКО"
    OGE = "oge", "ОГЭ"
    EGE = "ege", "ЕГЭ"
    GVE = "gve", "ГВЭ"
    ESSAY = "essay", "Итоговое сочинение"
    INTERVIEW = "talk", "Итоговое собеседование"
    OLYMPIAD = "olymp", "Школьный этап ВсОШ"
    OTHER = "other", "Другая процедура"


FULL_NAMES: dict[str, str] = {
    ProcedureKind.VPR: "Всероссийские проверочные работы",
    ProcedureKind.DIAGNOSTIC: "Диагностические контрольные работы",
    ProcedureKind.REGIONAL: "Региональные диагностические работы",
    ProcedureKind.NATIONAL: "Национальные исследования качества образования",
    ProcedureKind.OGE: "Основной государственный экзамен",
    ProcedureKind.EGE: "Единый государственный экзамен",
    ProcedureKind.GVE: "Государственный выпускной экзамен",
    ProcedureKind.ESSAY: "Итоговое сочинение (изложение) в 11 классе",
    ProcedureKind.INTERVIEW: "Итоговое собеседование по русскому языку в 9 классе",
    ProcedureKind.OLYMPIAD: "Школьный этап всероссийской олимпиады школьников",
    ProcedureKind.OTHER: "Оценочная процедура",
}
