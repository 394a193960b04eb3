"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, DEPUTIES, Access, AccessTable

ACCESS: AccessTable = {
    "schools:school-list": Access(get=COMMITTEE | DEPUTIES),
    "schools:case-list": Access(get=COMMITTEE | DEPUTIES),
}
