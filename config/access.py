"""The access table of the whole portal: every route, who may GET it, who may POST to it.

A route that is not named here does not answer at all (`config.middleware.AccessTableMiddleware`).
"""

from accounts.access import ACCESS as ACCOUNTS
from accounts.access import ADMINISTRATORS, EVERYONE, Access, AccessTable
from assessments.access import ACCESS as ASSESSMENTS
from observers.access import ACCESS as OBSERVERS
from plans.access import ACCESS as PLANS
from schools.access import ACCESS as SCHOOLS

PUBLIC = Access(public=True)
ACCESS: AccessTable = {
    "today": Access(get=EVERYONE),
    "appearance": PUBLIC,
    "health": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": Access(get=EVERYONE, post=EVERYONE),
    "account_change_password": Access(get=EVERYONE, post=EVERYONE),
    **ACCOUNTS,
    **SCHOOLS,
    **ASSESSMENTS,
    **OBSERVERS,
    **PLANS,
}
# Support screens of Django's admin: administrators with the staff mark, nobody else.
ADMIN = Access(get=ADMINISTRATORS, post=ADMINISTRATORS)


def access_to(view_name: str) -> Access | None:
    """The row of a route, or None where nobody has named it."""
    if view_name.startswith("admin:"):
        return ADMIN
    return ACCESS.get(view_name)
