"""What may become of a file of ФИС ОКО, and what a row of a report is good for."""

from accounts.errors import RuleViolation
from assessments.models import ReportedSample, ResultsImport


def check_file_not_taken(kept: ResultsImport) -> None:
    if kept.taken_at:
        raise RuleViolation("import-done", "Этот файл уже загружен.")


def check_file_has_rows(kept: ResultsImport) -> None:
    if kept.checked_at is None or not kept.accepted:
        raise RuleViolation(
            "nothing-to-take", "В файле нет строк, которые можно взять. Проверьте его ещё раз."
        )


def check_sample_has_scores(sample: ReportedSample) -> None:
    """Marks and comparisons tell neither a mean of primary scores nor its spread."""
    if sample.kind != ReportedSample.Kind.SCORES:
        raise RuleViolation(
            "no-scores",
            "Эталоном может быть только распределение первичных баллов: из отметок средний балл "
            "не узнать.",
        )
