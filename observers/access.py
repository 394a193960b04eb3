"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, OBSERVERS, Access, AccessTable

ACCESS: AccessTable = {
    "observers:observer-list": Access(get=COMMITTEE),
    "observers:assignment-list": Access(get=OBSERVERS),
}
