"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, DEPUTIES, EDITORS, Access, AccessTable

SCHOOLS_TOO = COMMITTEE | DEPUTIES
THOSE_WHO_BRING = EDITORS | DEPUTIES

ACCESS: AccessTable = {
    "assessments:work-list": Access(get=COMMITTEE),
    "assessments:work-detail": Access(get=COMMITTEE),
    "assessments:work-create": Access(get=EDITORS, post=EDITORS),
    "assessments:work-edit": Access(get=EDITORS, post=EDITORS),
    "assessments:work-copy": Access(get=EDITORS, post=EDITORS),
    "assessments:work-import": Access(get=EDITORS, post=EDITORS),
    "assessments:work-import-detail": Access(get=EDITORS),
    "assessments:work-import-confirm": Access(post=EDITORS),
    "assessments:work-export": Access(get=COMMITTEE),
    "assessments:procedure-list": Access(get=SCHOOLS_TOO),
    "assessments:procedure-detail": Access(get=SCHOOLS_TOO),
    "assessments:procedure-print": Access(get=SCHOOLS_TOO),
    "assessments:procedure-create": Access(get=EDITORS, post=EDITORS),
    "assessments:procedure-edit": Access(get=EDITORS, post=EDITORS),
    "assessments:session-plan": Access(get=EDITORS, post=EDITORS),
    "assessments:session-create": Access(get=EDITORS, post=EDITORS),
    "assessments:session-detail": Access(get=SCHOOLS_TOO),
    "assessments:session-edit": Access(get=EDITORS, post=EDITORS),
    "assessments:session-cancel": Access(post=EDITORS),
    "assessments:session-restore": Access(post=EDITORS),
    "assessments:session-form": Access(get=THOSE_WHO_BRING),
    "assessments:session-upload": Access(post=THOSE_WHO_BRING),
    "assessments:session-results": Access(get=SCHOOLS_TOO),
    "assessments:upload-detail": Access(get=SCHOOLS_TOO),
    "assessments:upload-file": Access(get=SCHOOLS_TOO),
    "assessments:upload-marked": Access(get=SCHOOLS_TOO),
    "assessments:protocol-attach": Access(post=THOSE_WHO_BRING),
    "assessments:protocol-file": Access(get=SCHOOLS_TOO),
    "assessments:protocol-remove": Access(post=EDITORS),
    "assessments:sign-list": Access(get=COMMITTEE),
    "assessments:sign-compute": Access(post=EDITORS),
    "assessments:sign-latest": Access(get=SCHOOLS_TOO),
    "assessments:sign-school": Access(get=SCHOOLS_TOO),
    "assessments:sign-case": Access(get=EDITORS, post=EDITORS),
    "assessments:reference-list": Access(get=COMMITTEE),
    "assessments:reference-edit": Access(get=EDITORS, post=EDITORS),
    "assessments:reference-remove": Access(post=EDITORS),
}
