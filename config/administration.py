"""What waits for the administrator: schools nobody can enter for, invitations nobody took."""

import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Role, User
from accounts.templatetags.portal import count_of
from accounts.waiting import WaitingItem
from schools.models import Post, School

NAMED = 3  # schools or people in the note


def waiting_for(user: User, today: datetime.date) -> list[WaitingItem]:
    """Two queries, for the administrator only."""
    return [*_closed_schools(user), *_lapsed(user)] if user.is_administrator else []


def schools_without_access(user: User) -> list[School]:
    """Working schools where no deputy with an open account can bring results."""
    may_enter = Post.objects.current().filter(
        school=OuterRef("pk"), person__account__role=Role.DEPUTY, person__account__is_active=True
    )
    schools = School.objects.visible_to(user).filter(is_active=True)
    return list(schools.exclude(Exists(may_enter)).order_by("sort_key", "pk"))


def _closed_schools(user: User) -> list[WaitingItem]:
    schools = schools_without_access(user)
    if not schools:
        return []
    return [
        WaitingItem(
            title="Пригласить заместителей директоров",
            address=reverse("accounts:user-list"),
            label=count_of(len(schools), "школа,школы,школ") + " без входа",
            tone="warn",
            note=_some([str(school) for school in schools]),
        )
    ]


def _lapsed(user: User) -> list[WaitingItem]:
    """A person with an account or a fresh invitation waits for nothing."""
    now = timezone.now()
    fresh = Invitation.objects.open_at(now).filter(person=OuterRef("person"))
    lapsed = Invitation.objects.visible_to(user).filter(
        used_at=None, withdrawn_at=None, expires_at__lte=now, person__account=None
    )
    people = {each.person for each in lapsed.exclude(Exists(fresh)).select_related("person")}
    if not people:
        return []
    return [
        WaitingItem(
            title="Пригласить снова: срок ссылки прошёл",
            address=reverse("accounts:user-list"),
            label=count_of(len(people), "человек,человека,человек"),
            tone="warn",
            note=_some(sorted(str(person) for person in people)),
        )
    ]


def _some(names: list[str]) -> str:
    rest = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" и ещё {rest}" if rest > 0 else "")
