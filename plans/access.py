"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, DEPUTIES, Access, AccessTable

ACCESS: AccessTable = {
    "plans:plan-list": Access(get=COMMITTEE | DEPUTIES),
}
