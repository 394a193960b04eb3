"""`compute_signs`: the signs of a procedure from the shell, without a worker."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import RuleViolation
from accounts.templatetags.portal import count_of, decimal
from assessments.models import Procedure, SignRun
from assessments.services import signs

PEOPLE = "участник,участника,участников"


class Command(BaseCommand):
    help = "Считает признаки по результатам процедур. Прежние расчёты остаются."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--year", type=int, help="год процедуры; без него самый новый с результатами"
        )
        parser.add_argument("--kind", choices=Procedure.Kind.values, default=Procedure.Kind.VPR)

    def handle(self, *args: Any, year: int | None, kind: str, **options: Any) -> None:
        found = Procedure.objects.filter(kind=kind).select_related("committee")
        newest = found.with_results().first()
        wanted = year or (newest.year if newest else None)
        procedures = list(found.filter(year=wanted)) if wanted else []
        if not procedures:
            raise CommandError("Такой процедуры нет. Проверьте --year и --kind.", returncode=2)
        for procedure in procedures:
            self._compute(procedure)

    def _compute(self, procedure: Procedure) -> None:
        try:
            run = signs.compute_now(procedure_id=procedure.pk)
        except RuleViolation as problem:
            raise CommandError(f"{procedure.committee.short_name}: {problem}") from None
        self.stdout.write(f"{procedure}, {procedure.committee.short_name}: {_summary(run)}")


def _summary(run: SignRun) -> str:
    return (
        f"{count_of(run.participants, PEOPLE)}, хотя бы один признак у {run.marked_schools} "
        f"из {count_of(run.schools, 'школы,школ,школ')}, "
        f"индекс объективности {decimal(run.objectivity_index)}. Расчёт {run.pk}."
    )
