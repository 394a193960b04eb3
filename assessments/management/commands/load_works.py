"""`python manage.py load_works [FILE …]`: works of the years the portal knows, or of the files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.errors import RuleViolation
from assessments.documents.catalogue_file import Catalogue, read_catalogue_file
from assessments.services.catalogue import load_catalogue

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Загружает каталог работ ВПР из файлов JSON. Повторять можно, ничего не удаляется."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        catalogue = Catalogue()
        for path in files or sorted(DATA.glob("works_*.json")):
            found = read_catalogue_file(_text(path), path.name)
            catalogue.subjects += found.subjects
            catalogue.works += found.works
            catalogue.faults += found.faults
        try:
            counts = load_catalogue(catalogue=catalogue, by=None)
        except RuleViolation as violation:
            raise CommandError(f"Ничего не загружено. Исправьте:\n{violation}") from violation
        self.stdout.write(
            f"Создано работ: {counts.created}, изменено: {counts.updated}, "
            f"без изменений: {counts.unchanged}."
        )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise CommandError(f"Файла {path} нет.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Файл {path} не читается: нужен текст в UTF-8.") from error
