"""`print_plan ID --output plan.pdf`: a plan on paper, from the shell."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.errors import RuleViolation
from plans.models import Plan
from plans.services import printing

REFUSED = 2


class Command(BaseCommand):
    help = "Печатает план в PDF: черновик с пометкой «ПРОЕКТ», утверждённый — как утверждён."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", type=int, metavar="НОМЕР", help="номер плана")
        parser.add_argument("--output", type=Path, required=True, metavar="ФАЙЛ.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.filter(pk=options["plan"]).first()
        if plan is None:
            self.stderr.write(f"Плана № {options['plan']} нет.")
            sys.exit(REFUSED)
        try:
            printed = printing.printed_plan(plan)
            options["output"].write_bytes(printed.pdf)
        except RuleViolation as problem:
            self.stderr.write(str(problem))
            sys.exit(REFUSED)
        except OSError as problem:
            self.stderr.write(f"В «{options['output']}» не записать: {problem.strerror}.")
            sys.exit(REFUSED)
        self.stdout.write(f"{options['output']}: {len(printed.pdf)} байт, SHA-256 {printed.sha256}")
