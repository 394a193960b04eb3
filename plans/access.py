"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, DEPUTIES, EDITORS, Access, AccessTable

READ = Access(get=COMMITTEE | DEPUTIES)
EDIT = Access(get=EDITORS, post=EDITORS)
CHANGE = Access(post=EDITORS)

ACCESS: AccessTable = {
    "plans:plan-list": READ,
    "plans:plan-create": EDIT,
    "plans:plan-detail": READ,
    "plans:plan-head": EDIT,
    "plans:plan-renumber": CHANGE,
    "plans:deadline-preview": CHANGE,
    "plans:section-create": EDIT,
    "plans:section-row": READ,
    "plans:section-edit": EDIT,
    "plans:section-move": CHANGE,
    "plans:section-remove": CHANGE,
    "plans:section-restore": CHANGE,
    "plans:activity-create": EDIT,
    "plans:activity-row": READ,
    "plans:activity-edit": EDIT,
    "plans:activity-move": CHANGE,
    "plans:activity-remove": CHANGE,
    "plans:activity-restore": CHANGE,
    "plans:activity-responsibles": EDIT,
}
