"""Who may open and post what: every route of this app."""

from accounts.access import COMMITTEE, DEPUTIES, EDITORS, OBSERVERS, Access, AccessTable

ACCESS: AccessTable = {
    "observers:observer-list": Access(get=COMMITTEE),
    "observers:observer-create": Access(get=EDITORS, post=EDITORS),
    "observers:observer-detail": Access(get=COMMITTEE),
    "observers:observer-edit": Access(get=EDITORS, post=EDITORS),
    "observers:observer-activate": Access(post=EDITORS),
    "observers:observer-deactivate": Access(post=EDITORS),
    "observers:accreditation-add": Access(post=EDITORS),
    "observers:interest-add": Access(post=EDITORS),
    "observers:interest-remove": Access(post=EDITORS),
    "observers:board": Access(get=COMMITTEE),
    # A school may know who comes to watch; the acts are not for its eyes.
    "observers:session-observers": Access(get=COMMITTEE | DEPUTIES),
    "observers:session-assign": Access(post=EDITORS),
    "observers:assignment-withdraw": Access(post=EDITORS),
    "observers:assignment-replace": Access(post=EDITORS),
    "observers:assignment-list": Access(get=OBSERVERS),
    "observers:act-create": Access(get=OBSERVERS, post=OBSERVERS),
    "observers:act-list": Access(get=COMMITTEE),
    "observers:act-detail": Access(get=COMMITTEE | OBSERVERS),
    "observers:act-supplement": Access(post=EDITORS | OBSERVERS),
    "observers:act-scan-attach": Access(post=EDITORS | OBSERVERS),
    "observers:act-scan-arrange": Access(post=EDITORS | OBSERVERS),
    "observers:act-scan-detail": Access(get=COMMITTEE | OBSERVERS),
    "observers:act-scan-file": Access(get=COMMITTEE | OBSERVERS),
    "observers:act-scan-preview": Access(get=COMMITTEE | OBSERVERS),
    "observers:act-scan-thumbnail": Access(get=COMMITTEE | OBSERVERS),
    "observers:act-scan-remove": Access(post=EDITORS),
}
