"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, DEPUTIES, Access, AccessTable

ACCESS: AccessTable = {
    "assessments:procedure-list": Access(get=COMMITTEE | DEPUTIES),
    "assessments:work-list": Access(get=COMMITTEE),
    "assessments:sign-list": Access(get=COMMITTEE),
}
