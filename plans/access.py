"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, DEPUTIES, EDITORS, HEADS, Access, AccessTable

READ = Access(get=COMMITTEE | DEPUTIES)
EDIT = Access(get=EDITORS, post=EDITORS)
CHANGE = Access(post=EDITORS)
DECIDE = Access(get=HEADS, post=HEADS)

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
    "plans:import-create": EDIT,
    "plans:import-detail": EDIT,
    "plans:plan-submit": EDIT,
    "plans:plan-return": DECIDE,
    "plans:plan-approve": DECIDE,
    "plans:plan-comment": Access(get=COMMITTEE, post=COMMITTEE),
    "plans:plan-print": READ,
    "plans:version-detail": READ,
    "plans:version-print": READ,
    "plans:plan-occurrences": READ,
    "plans:occurrence-list": READ,
    "plans:occurrence-detail": READ,
    "plans:occurrence-done": Access(post=EDITORS | DEPUTIES),
    "plans:occurrence-postpone": Access(post=EDITORS | DEPUTIES),
    "plans:postponement-decide": Access(post=COMMITTEE),
    "plans:activity-execution": READ,
    "plans:activity-mark": CHANGE,
    "plans:case-activities": READ,
    "plans:case-activity-add": CHANGE,
    "plans:case-activity-remove": CHANGE,
}
