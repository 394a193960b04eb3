"""`python manage.py import_schools FILE.csv [--committee NAME] [--dry-run]`."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q

from accounts.models import Committee
from schools.resources import compare_schools, enter_schools
from schools.spreadsheets.school_list import Fault, read_school_list

DEFAULT_COMMITTEE = "Комитет"


class Command(BaseCommand):
    help = "Вносит школы в реестр из файла CSV или XLSX. Повторять можно, ничего не удаляется."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--committee", metavar="NAME", help="чьи это школы")
        parser.add_argument("--dry-run", action="store_true", help="сравнить и ничего не менять")

    @transaction.atomic
    def handle(
        self, *args: Any, file: Path, committee: str | None, dry_run: bool, **options: Any
    ) -> None:
        found = read_school_list(_content(file))
        _refuse(found.faults)
        owner = self._committee(committee)
        comparison = compare_schools(found.rows, owner)
        _refuse(comparison.faults)
        if found.ignored_columns:
            names = ", ".join(f"«{name}»" for name in found.ignored_columns)
            self.stderr.write(f"Столбцы не узнаны и пропущены: {names}.")
        counts = comparison.counts
        if dry_run:
            transaction.set_rollback(True)
        else:
            counts = enter_schools(rows=found.rows, committee=owner)
        self.stdout.write(
            f"{'Проверка, ничего не изменено. ' if dry_run else ''}Создано: {counts.created}, "
            f"изменено: {counts.changed}, без изменений: {counts.unchanged}."
        )

    def _committee(self, name: str | None) -> Committee:
        """The one named; the only one; on an empty database a new one."""
        if not Committee.objects.exists():
            made = name or DEFAULT_COMMITTEE
            self.stderr.write(f"В базе нет ни одного комитета: создан «{made}».")
            return Committee.objects.create(name=made, short_name=made[:120])
        named = Committee.objects.filter(Q(name=name) | Q(short_name=name))
        committees = list((named if name else Committee.objects.all())[:2])
        if len(committees) == 1:
            return committees[0]
        known = ", ".join(f"«{one.short_name}»" for one in Committee.objects.all()[:20])
        raise CommandError(f"Укажите комитет: --committee ИМЯ. В базе есть: {known}.", returncode=2)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(
            f"Файл {file} не открывается: {error.strerror or 'нет доступа'}.", returncode=2
        ) from error


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        lines = "\n".join(f"  {fault}" for fault in faults)
        raise CommandError(f"Ничего не внесено. Исправьте:\n{lines}", returncode=2)
