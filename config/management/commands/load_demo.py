"""`load_demo`: the invented city, for trying the portal."""

import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Committee, User
from config.demo import PASSWORD
from config.demo.story import tell_story

ACCOUNTS = (
    ("editor", "сотрудник комитета: планы, процедуры, наблюдатели, случаи"),
    ("head", "руководитель комитета: утверждает планы"),
    ("deputy2", "заместитель директора школы № 2: загружает результаты"),
    ("observer", "наблюдатель: видит свои назначения, пишет акты"),
    ("admin", "администратор: люди, приглашения, журнал решений"),
)


class Command(BaseCommand):
    help = "Создаёт демонстрационный город: вымышленные люди, школы и результаты."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="не трогать непустую базу")
        parser.add_argument(
            "--today",
            type=datetime.date.fromisoformat,
            help="каким днём считать сегодня (ГГГГ-ММ-ДД), чтобы город повторился",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if Committee.objects.exists():
            if not options["if_empty"]:
                raise CommandError("В базе уже есть данные. Демо-город ставится в пустую базу.")
        else:
            today = options["today"] or timezone.localdate()
            self.stdout.write("Создаём демонстрационный город, это займёт до минуты…")
            call_command("load_works", verbosity=0, stdout=self.stdout)
            city = tell_story(today=today)
            self.stdout.write(f"Готово: 12 школ, результатов — {city.participants}.")
        if User.objects.filter(username="deputy2", email__endswith="svetloozersk.example").exists():
            self._say_accounts()

    def _say_accounts(self) -> None:
        self.stdout.write(f"\nПортал: {settings.PORTAL_URL}")
        self.stdout.write(f"Учётные записи только для пробы, пароль у всех {PASSWORD}:")
        for username, what in ACCOUNTS:
            self.stdout.write(f"  {username:<10} {what}")
        self.stdout.write("")
