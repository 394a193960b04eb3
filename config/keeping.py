"""What waits for the committee of files kept long enough: acts to draw up, confirm and finish."""

import datetime

from django.urls import reverse

from accounts.models import DestroyedPaper, DestructionAct, User
from accounts.reports import papers_due
from accounts.templatetags.portal import count_of
from accounts.waiting import WaitingItem

PAPERS = "документ,документа,документов"


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    if user.is_committee_head:
        return _acts_to_confirm(user)
    return [*_to_draw_up(user, today), *_left(user)] if user.is_committee_editor else []


def _acts_to_confirm(user: User) -> list[WaitingItem]:
    drafts = DestructionAct.objects.visible_to(user).filter(status=DestructionAct.Status.DRAFT)
    return [
        WaitingItem(
            title="Утвердить акт об уничтожении документов",
            address=act.get_absolute_url(),
            label="ждёт утверждения",
            tone="wait",
        )
        for act in drafts.defer("document")[:5]
    ]


def _to_draw_up(user: User, today: datetime.date) -> list[WaitingItem]:
    due = sum(papers_due(user.committee_id, today).values())
    if not due:
        return []
    return [
        WaitingItem(
            title="Составить акт об уничтожении документов",
            address=reverse("accounts:retention"),
            label=count_of(due, PAPERS),
            tone="wait",
            note="срок хранения истёк",
        )
    ]


def _left(user: User) -> list[WaitingItem]:
    own = DestroyedPaper.objects.left().filter(act__committee_id=user.committee_id)
    return [
        WaitingItem(
            title="Стереть оставшиеся файлы уничтоженных документов",
            address=reverse("accounts:destruction-detail", args=[act_id]),
            label="не завершено",
            tone="warn",
        )
        for act_id in own.order_by("act").values_list("act", flat=True).distinct()[:5]
    ]
