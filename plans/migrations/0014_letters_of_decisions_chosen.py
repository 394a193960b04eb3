"""Who has chosen kinds of reminders before goes on getting what is new until they say otherwise."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NEW = ("signing", "decisions")


def choose_new(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    choices = apps.get_model("plans", "ReminderChoice").objects.all()
    for choice in choices:
        choice.kinds = [*choice.kinds, *(kind for kind in NEW if kind not in choice.kinds)]
        choice.save(update_fields=["kinds"])


def forget_new(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    choices = apps.get_model("plans", "ReminderChoice").objects.all()
    for choice in choices:
        choice.kinds = [kind for kind in choice.kinds if kind not in NEW]
        choice.save(update_fields=["kinds"])


class Migration(migrations.Migration):
    dependencies = [("plans", "0013_letters_of_decisions")]

    operations = [migrations.RunPython(choose_new, forget_new)]
