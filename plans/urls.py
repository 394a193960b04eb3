"""Routes."""

from django.urls import path

from plans.views import (
    approval,
    bulk,
    cases,
    comparing,
    deadlines,
    editor,
    evidence,
    execution,
    exports,
    groups,
    imports,
    occurrence,
    pasting,
    printing,
    public,
    publication,
    reminders,
    responsibles,
    rows,
    sections,
    undoing,
)

app_name = "plans"
urlpatterns = [
    path("plans/", editor.plan_list, name="plan-list"),
    path("plans/create/", editor.plan_create, name="plan-create"),
    path("plans/<int:plan_id>/", editor.plan_detail, name="plan-detail"),
    path("plans/<int:plan_id>/head/", editor.plan_head, name="plan-head"),
    path("plans/<int:plan_id>/renumber/", editor.plan_renumber, name="plan-renumber"),
    path("plans/<int:plan_id>/paste/", pasting.paste_preview, name="paste-preview"),
    path("plans/<int:plan_id>/paste/take/", pasting.paste_take, name="paste-take"),
    path("plans/<int:plan_id>/bulk/", bulk.bulk_preview, name="bulk-preview"),
    path("plans/<int:plan_id>/bulk/take/", bulk.bulk_take, name="bulk-take"),
    path("plans/steps/<int:step_id>/undo/", undoing.step_undo, name="step-undo"),
    path("plans/activities/<int:activity_id>/undo/", undoing.activity_undo, name="activity-undo"),
    path(
        "plans/<int:plan_id>/deadline-preview/",
        deadlines.deadline_preview,
        name="deadline-preview",
    ),
    path("plans/<int:plan_id>/sections/create/", sections.section_create, name="section-create"),
    path("plans/sections/<int:section_id>/", sections.section_row, name="section-row"),
    path("plans/sections/<int:section_id>/edit/", sections.section_edit, name="section-edit"),
    path("plans/sections/<int:section_id>/move/", sections.section_move, name="section-move"),
    path("plans/sections/<int:section_id>/remove/", sections.section_remove, name="section-remove"),
    path(
        "plans/sections/<int:section_id>/restore/", sections.section_restore, name="section-restore"
    ),
    path("plans/<int:plan_id>/activities/create/", rows.activity_create, name="activity-create"),
    path("plans/activities/<int:activity_id>/", rows.activity_row, name="activity-row"),
    path(
        "plans/activities/<int:activity_id>/readings/",
        deadlines.activity_readings,
        name="activity-readings",
    ),
    path("plans/activities/<int:activity_id>/edit/", rows.activity_edit, name="activity-edit"),
    path("plans/activities/<int:activity_id>/move/", rows.activity_move, name="activity-move"),
    path(
        "plans/activities/<int:activity_id>/remove/", rows.activity_remove, name="activity-remove"
    ),
    path(
        "plans/activities/<int:activity_id>/restore/",
        rows.activity_restore,
        name="activity-restore",
    ),
    path(
        "plans/activities/<int:activity_id>/responsibles/",
        responsibles.activity_responsibles,
        name="activity-responsibles",
    ),
    path("plans/imports/create/", imports.import_create, name="import-create"),
    path("plans/imports/<int:import_id>/", imports.import_detail, name="import-detail"),
    *(
        path(
            f"plans/<int:plan_id>/{decision}/",
            approval.plan_decide,
            {"decision": decision},
            name=f"plan-{decision}",
        )
        for decision in approval.DECISIONS
    ),
    path("plans/<int:plan_id>/signatories/", approval.plan_signatories, name="plan-signatories"),
    path("plans/<int:plan_id>/amend/", approval.plan_amend, name="plan-amend"),
    path("plans/<int:plan_id>/compare/", comparing.plan_compare, name="plan-compare"),
    path(
        "plans/<int:plan_id>/compare/print/",
        comparing.plan_compare_print,
        name="plan-compare-print",
    ),
    path("plans/<int:plan_id>/print/", printing.plan_print, name="plan-print"),
    path("plans/<int:plan_id>/docx/", exports.plan_export_docx, name="plan-export-docx"),
    path("plans/<int:plan_id>/xlsx/", exports.plan_export_xlsx, name="plan-export-xlsx"),
    path("plans/<int:plan_id>/ics/", exports.plan_export_ics, name="plan-export-ics"),
    path("plans/versions/<int:version_id>/", printing.version_detail, name="version-detail"),
    path("plans/versions/<int:version_id>/print/", printing.version_print, name="version-print"),
    path(
        "plans/versions/<int:version_id>/publish/",
        publication.version_publish,
        name="version-publish",
    ),
    path(
        "plans/versions/<int:version_id>/unpublish/",
        publication.version_unpublish,
        name="version-unpublish",
    ),
    # For everybody, short enough for a QR code.
    path("p/plans/", public.published_list, name="published-list"),
    path("p/plans/<int:publication_id>/", public.published_plan, name="published-plan"),
    path("p/plans/<int:publication_id>/pdf/", public.published_print, name="published-print"),
    path("p/<str:version_token>/", public.version_authenticity, name="version-authenticity"),
    path("plans/<int:plan_id>/occurrences/", execution.plan_occurrences, name="plan-occurrences"),
    path("plans/occurrences/", execution.occurrence_list, name="occurrence-list"),
    path(
        "plans/occurrences/<int:occurrence_id>/",
        occurrence.occurrence_detail,
        name="occurrence-detail",
    ),
    path(
        "plans/occurrences/<int:occurrence_id>/done/",
        occurrence.occurrence_done,
        name="occurrence-done",
    ),
    path(
        "plans/occurrences/<int:occurrence_id>/postpone/",
        occurrence.occurrence_postpone,
        name="occurrence-postpone",
    ),
    path(
        "plans/postponements/<int:postponement_id>/decide/",
        occurrence.postponement_decide,
        name="postponement-decide",
    ),
    path(
        "plans/activities/<int:activity_id>/execution/",
        groups.activity_execution,
        name="activity-execution",
    ),
    path(
        "plans/activities/<int:activity_id>/execution/mark/",
        groups.activity_mark,
        name="activity-mark",
    ),
    path("plans/mine/", reminders.my_dates, name="my-dates"),
    path("plans/reminders/", reminders.reminders_page, name="reminders"),
    path("plans/reminders/calendar/create/", reminders.feed_create, name="feed-create"),
    path("plans/reminders/calendar/revoke/", reminders.feed_revoke, name="feed-revoke"),
    path("plans/reminders/committee/", reminders.reminder_settings, name="reminder-settings"),
    path("calendar/<str:feed_token>.ics", reminders.calendar_feed, name="calendar-feed"),
    path(
        "plans/activities/<int:activity_id>/evidence-kinds/",
        evidence.activity_evidence,
        name="activity-evidence",
    ),
    path(
        "plans/occurrences/<int:occurrence_id>/evidence/add/",
        evidence.evidence_add,
        name="evidence-add",
    ),
    path(
        "plans/evidence/<int:evidence_id>/replace/",
        evidence.evidence_replace,
        name="evidence-replace",
    ),
    path("plans/evidence/<int:evidence_id>/file/", evidence.evidence_file, name="evidence-file"),
    path(
        "plans/evidence/<int:evidence_id>/decide/",
        evidence.evidence_decide,
        name="evidence-decide",
    ),
    path("plans/cases/<int:case_id>/", cases.case_activities, name="case-activities"),
    path("plans/cases/<int:case_id>/add/", cases.case_activity_add, name="case-activity-add"),
    path(
        "plans/cases/<int:case_id>/activities/<int:activity_id>/remove/",
        cases.case_activity_remove,
        name="case-activity-remove",
    ),
]
