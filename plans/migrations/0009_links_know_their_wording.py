from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0008_event_dates_once")]

    operations = [
        migrations.AddField(
            model_name="readinglink",
            name="wording",
            field=models.TextField(default="", verbose_name="для какого срока указано"),
            preserve_default=False,
        ),
    ]
