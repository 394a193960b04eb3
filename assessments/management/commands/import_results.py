"""`python manage.py import_results FILE.xlsx --year 2021`: results and reports of ФИС ОКО."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import RuleViolation
from accounts.templatetags.portal import count_of
from assessments.services.imports.files import import_file
from assessments.services.imports.report import ImportReport

SHOWN = 50  # faults on the screen; --json gives all


class Command(BaseCommand):
    help = (
        "Загружает файл ФИС ОКО: протоколы, индивидуальные результаты, отчёты, федеральный "
        "список. Вид файла узнаётся по заголовкам. Класс школы берётся целиком или не берётся. "
        "С --json ответ печатается как JSON и код выхода 0, если файл удалось рассмотреть; без "
        "него код 1, когда что-то не принято."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xlsx")
        parser.add_argument("--year", type=int, required=True, help="год процедуры ВПР")
        parser.add_argument("--json", action="store_true", dest="as_json", help="ответ как JSON")
        parser.add_argument("--dry-run", action="store_true", help="только проверить")
        parser.add_argument("--school", default="", metavar="LOGIN", help="чья это форма")
        parser.add_argument("--subject", default="", help="предмет, если файл его не называет")
        parser.add_argument("--grade", type=int, help="класс, если файл его не называет")
        parser.add_argument("--committee", type=int, metavar="ID", help="номер комитета")

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Файл {file} не читается.", returncode=2) from error
        try:
            report = import_file(
                data=data,
                filename=file.name,
                year=options["year"],
                school_login=options["school"],
                subject=options["subject"],
                grade=options["grade"],
                committee_id=options["committee"],
                dry_run=options["dry_run"],
                by=None,
            )
        except RuleViolation as violation:
            raise CommandError(str(violation), returncode=2) from violation
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
        else:
            self._tell(report, dry_run=options["dry_run"])

    def _tell(self, report: ImportReport, *, dry_run: bool) -> None:
        taken = "Было бы принято" if dry_run else "Принято"
        self.stdout.write(f"{report.title or 'Файл не узнан'}. {report.work}".strip())
        self.stdout.write(
            f"{taken} строк: {report.accepted}, школ: {report.schools}, "
            f"поправлено: {len(report.mended)}, ждут исправления класса: {report.waiting}."
        )
        for mend in report.mended[:SHOWN]:
            self.stdout.write(f"  поправлено: {mend.place}: {mend.became}")
        if report.refused:
            faults = [
                f"  {fault.place}: {f'«{fault.value}» ' if fault.value else ''}"
                f"{fault.reason} {fault.remedy}"
                for fault in report.refused[:SHOWN]
            ]
            total = count_of(len(report.refused), "замечание,замечания,замечаний")
            raise CommandError("\n".join([f"Не принято, {total}:", *faults]))
