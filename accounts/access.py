"""The words of the access table: which roles may open a route, and which may post to it."""

from dataclasses import dataclass

from accounts.models import Role

NOBODY: frozenset[Role] = frozenset()
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
EDITORS = frozenset({Role.ADMINISTRATOR, Role.EDITOR})
HEADS = frozenset({Role.HEAD})
COMMITTEE = EDITORS | HEADS
DEPUTIES = frozenset({Role.DEPUTY})
OBSERVERS = frozenset({Role.OBSERVER})
EVERYONE = frozenset(Role)


@dataclass(frozen=True)
class Access:
    """Who may GET (and HEAD) a route, who may POST to it; `public` needs no sign-in at all.

    The table opens doors to roles. Which records stand behind a door is for `visible_to(user)`.
    """

    get: frozenset[Role] = NOBODY
    post: frozenset[Role] = NOBODY
    public: bool = False

    def allows(self, method: str, role: str) -> bool:
        if self.public:
            return True
        return role in (self.post if method == "POST" else self.get)


AccessTable = dict[str, Access]
# Those who decide how the committee works.
MASTERS = ADMINISTRATORS | HEADS

ACCESS: AccessTable = {
    "accounts:user-list": Access(get=ADMINISTRATORS),
    "accounts:person-create": Access(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "accounts:person-detail": Access(get=ADMINISTRATORS),
    "accounts:person-edit": Access(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "accounts:person-invite": Access(get=ADMINISTRATORS, post=ADMINISTRATORS),
    "accounts:invitation-withdraw": Access(post=ADMINISTRATORS),
    # Whoever holds the link; the token in it is the key.
    "accounts:invitation-accept": Access(public=True),
    "accounts:user-block": Access(post=ADMINISTRATORS),
    "accounts:user-unblock": Access(post=ADMINISTRATORS),
    "accounts:user-role": Access(post=ADMINISTRATORS),
    "accounts:audit-list": Access(get=ADMINISTRATORS),
    "accounts:retention": Access(get=COMMITTEE),
    "accounts:retention-settings": Access(get=MASTERS, post=MASTERS),
    "accounts:destruction-create": Access(get=EDITORS, post=EDITORS),
    "accounts:destruction-detail": Access(get=COMMITTEE),
    "accounts:destruction-file": Access(get=COMMITTEE),
    "accounts:destruction-confirm": Access(post=HEADS),
    "accounts:destruction-withdraw": Access(post=COMMITTEE),
    "accounts:destruction-finish": Access(post=COMMITTEE),
    "accounts:job-detail": Access(get=EVERYONE),
}
