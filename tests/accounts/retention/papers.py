"""Files of a work of 2020, the periods of their committee, and the acts about them."""

import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import RetentionPeriod
from accounts.services import retention
from assessments.models import Protocol
from tests.factories.accounts import UserFactory

HELD_ON = datetime.date(2020, 5, 10)
DUE_ON = datetime.date(2026, 1, 1)  # the first day after the five whole years that follow 2020
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 2, 3, 9, 0, tzinfo=datetime.UTC)
TODAY = NOW.date()
ORDER = "приказ комитета от 12.01.2020 № 7"


def stored(name):
    return default_storage.save(f"tests/{name}", ContentFile(b"scan"))


def protocol_of(session, editor, name="лист.jpg", **fields):
    return Protocol.objects.create(
        session=session, original_name=name, uploaded_by=editor, content_type="image/jpeg",
        size=4, sha256="a" * 64, file=stored("p.jpg"), preview=stored("v.jpg"),
        thumbnail=stored("t.jpg"), **fields,
    )  # fmt: skip


def keep(committee, kind="protocol", years=5):
    return RetentionPeriod.objects.create(
        committee=committee, kind=kind, years=years, source=ORDER,
        changed_by=UserFactory(committee=committee),
    )  # fmt: skip


def draw_up(editor, commission, kinds=("protocol",), today=TODAY, **changed):
    facts = {
        "kinds": kinds, "reason": "Истечение сроков хранения", "chair_id": commission[0].pk,
        "member_ids": [person.pk for person in commission[1:]], "today": today, "by": editor,
    }  # fmt: skip
    return retention.draw_up_act(**{**facts, **changed})


def confirm(act, head):
    return retention.confirm_act(act_id=act.pk, now=NOW, by=head)


def left_in_store(record):
    return [name for name in record.stored_files if default_storage.exists(name)]
