"""`run_due`: what the clock would do now, for those without one."""

import datetime
from argparse import ArgumentTypeError
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from post_office.models import STATUS, Email

from plans.services import digests, occurrences


def _hour(text: str) -> int:
    if not text.isdecimal() or int(text) > digests.END_OF_DAY:
        raise ArgumentTypeError("час — число от 0 до 23")
    return int(text)


class Command(BaseCommand):
    help = "Рассылает письма дня, отправляет письма из очереди и выполняет ждущие задания."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date",
            type=datetime.date.fromisoformat,
            metavar="ГГГГ-ММ-ДД",
            help="за какой день; без него за сегодня",
        )
        parser.add_argument(
            "--hour",
            type=_hour,
            metavar="ЧАС",
            help="чей час уже настал, от 0 до 23; без него за сегодня текущий, за другой день все",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.localtime()
        today, hour = options["date"] or now.date(), options["hour"]
        if hour is None:
            hour = digests.END_OF_DAY if options["date"] else now.hour
        occurrences.refresh_all()  # a calendar or a schedule may have changed since
        self._say(today, digests.send_digests(today=today, hour=hour))
        call_command("run_jobs")
        waiting = Email.objects.exclude(status=STATUS.sent).count()
        call_command("send_queued_mail", processes=1, verbosity=0)
        left = Email.objects.exclude(status=STATUS.sent).count()
        self.stdout.write(f"Писем отправлено: {waiting - left}, ждут отправки: {left}.")

    def _say(self, today: datetime.date, sent: digests.Sent) -> None:
        weekly = f", из них с итогами недели: {sent.weekly}" if sent.weekly else ""
        self.stdout.write(f"Сводки за {today:%d.%m.%Y}: {sent.letters}{weekly}.")
        if sent.quiet:
            self.stdout.write(f"Выходной по календарю, комитетов: {sent.quiet}. Им не пишем.")
        if sent.failed:
            self.stdout.write(
                f"Не удалось составить: {sent.failed}. Подробности в журнале, повторим позже."
            )
