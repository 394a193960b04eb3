"""Which link of the side menu a page belongs to."""

from accounts.models import User
from config.access import access_to

# The start of a route's name → the links it may hang under: the first one open to the reader.
# The longer starts stand before the shorter ones.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("today", ("today",)),
    ("plans:case", ("schools:case-list",)),
    ("plans:occurrence", ("plans:occurrence-list",)),
    ("plans:plan-occurrences", ("plans:occurrence-list",)),
    ("plans:activity-execution", ("plans:occurrence-list",)),
    ("plans:my-dates", ("plans:my-dates",)),
    ("plans:reminder", ("plans:reminders",)),
    ("plans:feed", ("plans:reminders",)),
    ("plans:", ("plans:plan-list",)),
    ("schools:case", ("schools:case-list",)),
    ("schools:", ("schools:school-list",)),
    ("assessments:schedule-make", ("assessments:procedure-list",)),
    ("assessments:schedule", ("assessments:schedule",)),
    ("assessments:work", ("assessments:work-list", "assessments:procedure-list")),
    ("assessments:sign", ("assessments:sign-list", "assessments:procedure-list")),
    ("assessments:reference", ("assessments:sign-list",)),
    ("assessments:sample", ("assessments:sign-list",)),
    ("assessments:federal", ("assessments:sign-list",)),
    ("assessments:collecting", ("assessments:collecting-now",)),
    ("assessments:", ("assessments:procedure-list",)),
    ("observers:", ("observers:observer-list", "observers:assignment-list")),
    ("accounts:audit", ("accounts:audit-list",)),
    ("accounts:job", ()),
    ("accounts:", ("accounts:user-list",)),
)


def section_of(view_name: str, user: User) -> str:
    """The link to mark as «you are here»; nothing for pages outside the menu."""
    links = next((links for start, links in SECTIONS if view_name.startswith(start)), ())
    return next((link for link in links if _is_open(link, user)), "")


def _is_open(link: str, user: User) -> bool:
    access = access_to(link)
    return access is not None and access.allows("GET", user.role)
