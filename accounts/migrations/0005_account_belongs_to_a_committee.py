"""The committee of an account is required. Apart from the data of 0004: PostgreSQL alters no table
that has checks waiting in the same transaction."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_accounts_get_a_committee")]
    operations = [
        migrations.RemoveConstraint(model_name="user", name="user_belongs_to_a_committee"),
        migrations.AlterField(
            model_name="user",
            name="committee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                to="accounts.committee",
                verbose_name="комитет",
            ),
        ),
    ]
