"""`python manage.py erase_destroyed`: finishes acts of destruction that a crash interrupted."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.models import DestroyedPaper
from accounts.services import retention


class Command(BaseCommand):
    help = "Стереть файлы, которые остались после утверждённых актов об уничтожении."

    def handle(self, *args: Any, **options: Any) -> None:
        erased = retention.erase_left(now=timezone.now())
        left = DestroyedPaper.objects.left().count()
        print(f"Стёрто документов: {erased}, осталось: {left}.")
