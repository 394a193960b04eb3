"""Who may decide about people and access."""

from accounts.errors import NotAllowed
from accounts.models import User


def check_can_manage_people(user: User) -> None:
    if not user.is_administrator:
        raise NotAllowed("Людьми и доступом управляет администратор комитета.")
