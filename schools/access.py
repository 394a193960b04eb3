"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, DEPUTIES, EDITORS, Access, AccessTable

ACCESS: AccessTable = {
    "schools:school-list": Access(get=COMMITTEE | DEPUTIES),
    "schools:school-export": Access(get=COMMITTEE),
    "schools:school-create": Access(get=EDITORS, post=EDITORS),
    "schools:school-detail": Access(get=COMMITTEE | DEPUTIES),
    "schools:school-edit": Access(get=EDITORS, post=EDITORS),
    "schools:post-create": Access(get=EDITORS, post=EDITORS),
    "schools:post-end": Access(get=EDITORS, post=EDITORS),
    "schools:pupils-edit": Access(get=EDITORS, post=EDITORS),
    "schools:class-group-edit": Access(get=EDITORS, post=EDITORS),
    # A list half-way into the registry is its uploader's alone: `SchoolImport.visible_to`.
    "schools:import-create": Access(get=EDITORS, post=EDITORS),
    "schools:import-detail": Access(get=EDITORS),
    "schools:import-confirm": Access(post=EDITORS),
    "schools:case-list": Access(get=COMMITTEE | DEPUTIES),
    "schools:case-create": Access(get=EDITORS, post=EDITORS),
    "schools:case-detail": Access(get=COMMITTEE | DEPUTIES),
    "schools:case-explain": Access(get=DEPUTIES, post=DEPUTIES),
    "schools:case-due": Access(get=EDITORS, post=EDITORS),
    "schools:case-curator": Access(get=EDITORS, post=EDITORS),
    "schools:case-decide": Access(get=EDITORS, post=EDITORS),
    "schools:case-close": Access(get=EDITORS, post=EDITORS),
}
