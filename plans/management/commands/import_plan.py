"""`import_plan FILE.docx` or `FILE.xlsx`: a plan out of a file, from the shell."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, ProgrammingError
from django.utils import timezone

from accounts.errors import NotAllowed, RuleViolation
from accounts.models import User
from plans.documents.outline import OutlineWarning, PlanOutline
from plans.errors import PlanFileError
from plans.reports.outline import said_outline
from plans.services import imports

REFUSED = 2  # exit code: the file or the order is at fault, nothing was saved


class Command(BaseCommand):
    help = "Читает план из файла Word (.docx) или Excel (.xlsx) и создаёт по нему черновик."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="ФАЙЛ")
        parser.add_argument("--json", action="store_true", help="напечатать прочитанное как JSON")
        parser.add_argument("--dry-run", action="store_true", help="ничего не сохранять")
        parser.add_argument(
            "--committee",
            default="",
            help="название комитета; без него берётся единственный или создаётся «Комитет»",
        )
        parser.add_argument("--by", default="", metavar="ИМЯ", help="учётная запись автора")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outline, plan_id = _read_and_save(options)
        except (PlanFileError, RuleViolation, NotAllowed) as problem:
            self._refuse(str(problem))
        except OSError as problem:
            self._refuse(f"Файл «{options['file']}» не открывается: {_why(problem)}.")
        except (OperationalError, ProgrammingError):
            self._refuse("База данных не готова. Выполните python manage.py migrate и повторите.")
        if options["json"]:
            data = outline.as_json() | ({"plan": plan_id} if plan_id else {})
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(said_outline(outline))
            self.stdout.write(f"Черновик создан: план № {plan_id}." if plan_id else NOT_SAVED)

    def _refuse(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(REFUSED)


NOT_SAVED = "Ничего не сохранено: это пробное чтение (--dry-run)."


def _read_and_save(options: dict[str, Any]) -> tuple[PlanOutline, int | None]:
    path: Path = options["file"]
    today = timezone.localdate()
    content = path.read_bytes()
    outline = imports.read_file(content=content, name=path.name, today=today)
    if options["dry_run"]:
        return outline, None
    by = _author(options["by"])
    plan, was_made = imports.import_file(
        outline=outline,
        content=content,
        name=path.name,
        committee=options["committee"],
        by=by,
        today=today,
    )
    if was_made:
        outline.warnings.append(
            OutlineWarning(
                code="committee-created",
                message=f"Комитета ещё не было, создан «{plan.committee}». Уточните его название.",
            )
        )
    return outline, plan.pk


def _author(username: str) -> User | None:
    if not username:
        return None
    author = User.objects.filter(username=username).first()
    if author is None:
        raise RuleViolation("no-author", f"Учётной записи «{username}» нет.")
    return author


def _why(problem: OSError) -> str:
    reasons: dict[type[OSError], str] = {
        FileNotFoundError: "такого файла нет",
        IsADirectoryError: "это папка",
        PermissionError: "нет прав на чтение",
    }
    return reasons.get(type(problem), problem.strerror or "ошибка чтения")
