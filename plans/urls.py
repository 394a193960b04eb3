"""Routes."""

from django.urls import path

from plans.views import (
    approval,
    cases,
    editor,
    execution,
    groups,
    imports,
    occurrence,
    printing,
    responsibles,
    rows,
    sections,
)

app_name = "plans"
urlpatterns = [
    path("plans/", editor.plan_list, name="plan-list"),
    path("plans/create/", editor.plan_create, name="plan-create"),
    path("plans/<int:plan_id>/", editor.plan_detail, name="plan-detail"),
    path("plans/<int:plan_id>/head/", editor.plan_head, name="plan-head"),
    path("plans/<int:plan_id>/renumber/", editor.plan_renumber, name="plan-renumber"),
    path(
        "plans/<int:plan_id>/deadline-preview/",
        rows.deadline_preview,
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
    path("plans/<int:plan_id>/submit/", approval.plan_submit, name="plan-submit"),
    path("plans/<int:plan_id>/return/", approval.plan_return, name="plan-return"),
    path("plans/<int:plan_id>/approve/", approval.plan_approve, name="plan-approve"),
    path("plans/<int:plan_id>/comment/", approval.plan_comment, name="plan-comment"),
    path("plans/<int:plan_id>/print/", printing.plan_print, name="plan-print"),
    path("plans/versions/<int:version_id>/", printing.version_detail, name="version-detail"),
    path("plans/versions/<int:version_id>/print/", printing.version_print, name="version-print"),
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
    path("plans/cases/<int:case_id>/", cases.case_activities, name="case-activities"),
    path("plans/cases/<int:case_id>/add/", cases.case_activity_add, name="case-activity-add"),
    path(
        "plans/cases/<int:case_id>/activities/<int:activity_id>/remove/",
        cases.case_activity_remove,
        name="case-activity-remove",
    ),
]
