"""`python manage.py draw_subjects`: the draw of subjects that is due, without waiting for night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.services.draws import draw_due_subjects


class Command(BaseCommand):
    help = "Проводит жеребьёвку предметов, срок которой наступил. Повторять можно."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = draw_due_subjects(today=timezone.localdate())
        self.stdout.write(f"Предмет выпал классам: {counts.drawn}.")
        if counts.unplaced:
            self.stdout.write(
                f"Без свободного дня в окне: {counts.unplaced}. Назначьте их сессии вручную."
            )
