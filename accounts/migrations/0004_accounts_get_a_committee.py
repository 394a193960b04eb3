"""An installer's account without a committee joins the only one, or the first is made for it.

Several committees and an account of none: a person has to say which, so the migration stops.
"""

from django.db import migrations


def join(apps, schema_editor):
    user, committee = apps.get_model("accounts", "User"), apps.get_model("accounts", "Committee")
    homeless = user.objects.filter(committee__isnull=True)
    if not homeless.exists():
        return
    known = list(committee.objects.all()[:2])
    if len(known) > 1:
        raise ValueError("Укажите комитет у учётных записей без комитета: комитетов несколько.")
    home = known[0] if known else committee.objects.create(name="Комитет", short_name="Комитет")
    homeless.update(committee=home)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_audit_never_overwritten")]
    # Backwards nothing need be undone: an account may have a committee there, too.
    operations = [migrations.RunPython(join, migrations.RunPython.noop)]
