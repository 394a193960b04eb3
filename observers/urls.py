"""Routes."""

from django.urls import path

from observers.views import act_scans, acts, board, roster

app_name = "observers"
urlpatterns = [
    path("observers/", roster.observer_list, name="observer-list"),
    path("observers/new/", roster.observer_create, name="observer-create"),
    path("observers/<int:observer_id>/", roster.observer_detail, name="observer-detail"),
    path("observers/<int:observer_id>/edit/", roster.observer_edit, name="observer-edit"),
    path(
        "observers/<int:observer_id>/activate/", roster.observer_activate, name="observer-activate"
    ),
    path(
        "observers/<int:observer_id>/deactivate/",
        roster.observer_deactivate,
        name="observer-deactivate",
    ),
    path(
        "observers/<int:observer_id>/accreditations/add/",
        roster.accreditation_add,
        name="accreditation-add",
    ),
    path("observers/<int:observer_id>/interests/add/", roster.interest_add, name="interest-add"),
    path("interests/<int:interest_id>/remove/", roster.interest_remove, name="interest-remove"),
    path("procedures/<int:procedure_id>/observers/", board.board, name="board"),
    path("sessions/<int:session_id>/observers/", board.session_observers, name="session-observers"),
    path(
        "sessions/<int:session_id>/observers/assign/", board.session_assign, name="session-assign"
    ),
    path(
        "assignments/<int:assignment_id>/withdraw/",
        board.assignment_withdraw,
        name="assignment-withdraw",
    ),
    path(
        "assignments/<int:assignment_id>/replace/",
        board.assignment_replace,
        name="assignment-replace",
    ),
    path("assignments/", acts.assignment_list, name="assignment-list"),
    path("assignments/<int:assignment_id>/act/", acts.act_create, name="act-create"),
    path("acts/", acts.act_list, name="act-list"),
    path("acts/<int:act_id>/", acts.act_detail, name="act-detail"),
    path("acts/<int:act_id>/supplement/", acts.act_supplement, name="act-supplement"),
    path("acts/<int:act_id>/scans/attach/", act_scans.act_scan_attach, name="act-scan-attach"),
    path("acts/<int:act_id>/scans/arrange/", act_scans.act_scan_arrange, name="act-scan-arrange"),
    path("act-scans/<int:act_scan_id>/", act_scans.act_scan_detail, name="act-scan-detail"),
    path("act-scans/<int:act_scan_id>/file/", act_scans.act_scan_file, name="act-scan-file"),
    path(
        "act-scans/<int:act_scan_id>/preview/", act_scans.act_scan_preview, name="act-scan-preview"
    ),
    path(
        "act-scans/<int:act_scan_id>/thumbnail/",
        act_scans.act_scan_thumbnail,
        name="act-scan-thumbnail",
    ),
    path("act-scans/<int:act_scan_id>/remove/", act_scans.act_scan_remove, name="act-scan-remove"),
]
