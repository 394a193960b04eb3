"""`run_due`: what the clock would do now, for those without one."""

import datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from post_office.models import STATUS, Email

from plans.services import digests


class Command(BaseCommand):
    help = "Рассылает сводки за день, отправляет письма из очереди и выполняет ждущие задания."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date",
            type=datetime.date.fromisoformat,
            metavar="ГГГГ-ММ-ДД",
            help="за какой день; без него за сегодня",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = options["date"] or timezone.localdate()
        sent = digests.send_morning_digests(today=today)
        self.stdout.write(f"Сводки за {today:%d.%m.%Y}: {sent}.")
        call_command("run_jobs")
        waiting = Email.objects.exclude(status=STATUS.sent).count()
        call_command("send_queued_mail", processes=1, verbosity=0)
        left = Email.objects.exclude(status=STATUS.sent).count()
        self.stdout.write(f"Писем отправлено: {waiting - left}, ждут отправки: {left}.")
