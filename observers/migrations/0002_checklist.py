"""The observer's checklist the portal starts with; each committee may reword it in the support screens.

Wording of our own. What is looked at follows the observer's act of Moscow region (2021) and form
18-МАШ of ГИА; lines after the briefing are the portal's proposal.
"""

from django.db import migrations

ITEMS = (
    ("materials-secret", "До начала работы задания никто не видел: файлы и распечатки хранились закрытыми"),
    ("entry-before-bell", "Дети вошли в кабинет и сели по местам до звонка"),
    ("seating", "Рассадка и варианты таковы, что соседи решают разные задания"),
    ("walls-cleared", "Таблицы и плакаты с подсказками закрыты или сняты"),
    ("briefing", "Инструктаж проведён полностью, детям понятно, как заполнять работу"),
    ("no-phones", "Телефонов и других средств связи нет ни у детей, ни у организаторов"),
    ("organiser", "В кабинете организатор, который не преподаёт этот предмет этому классу"),
    ("no-strangers", "Посторонних в кабинете нет, выходят по одному и ненадолго"),
    ("independent-work", "Дети пишут сами: взрослые не подсказывают и не исправляют"),
    ("timing", "Начало и конец отмечены на доске, времени дано столько, сколько положено"),
    ("collection", "Все работы и черновики собраны и пересчитаны при детях, число записано"),
    ("storage", "Собранные работы сразу унесены в место, где к ним нет доступа до проверки"),
)


def seed(apps, schema_editor):
    item_model = apps.get_model("observers", "ChecklistItem")
    for position, (code, text) in enumerate(ITEMS, start=1):
        item_model.objects.get_or_create(code=code, defaults={"position": position, "text": text})


def remove_unused(apps, schema_editor):
    """What acts already answer stays: an act must remain readable."""
    item_model = apps.get_model("observers", "ChecklistItem")
    answered = apps.get_model("observers", "ActMark").objects.values("item")
    seeded = item_model.objects.filter(code__in=[code for code, _ in ITEMS])
    seeded.exclude(pk__in=answered).delete()


class Migration(migrations.Migration):
    dependencies = [("observers", "0001_initial")]

    operations = [migrations.RunPython(seed, remove_unused)]
