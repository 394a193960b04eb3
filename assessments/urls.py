"""Routes."""

from django.urls import path

from assessments.views import catalogue, procedures, protocols, results, sessions, signs, works

app_name = "assessments"
urlpatterns = [
    path("works/", works.work_list, name="work-list"),
    path("works/new/", works.work_create, name="work-create"),
    path("works/copy/", works.work_copy, name="work-copy"),
    path("works/import/", catalogue.work_import, name="work-import"),
    path(
        "works/import/<int:catalogue_import_id>/",
        catalogue.work_import_detail,
        name="work-import-detail",
    ),
    path(
        "works/import/<int:catalogue_import_id>/confirm/",
        catalogue.work_import_confirm,
        name="work-import-confirm",
    ),
    path("works/export/", works.work_export, name="work-export"),
    path("works/<int:work_id>/", works.work_detail, name="work-detail"),
    path("works/<int:work_id>/edit/", works.work_edit, name="work-edit"),
    path("procedures/", procedures.procedure_list, name="procedure-list"),
    path("procedures/new/", procedures.procedure_create, name="procedure-create"),
    path("procedures/<int:procedure_id>/", procedures.procedure_detail, name="procedure-detail"),
    path("procedures/<int:procedure_id>/edit/", procedures.procedure_edit, name="procedure-edit"),
    path(
        "procedures/<int:procedure_id>/print/",
        procedures.procedure_print,
        name="procedure-print",
    ),
    path(
        "procedures/<int:procedure_id>/sessions/plan/",
        procedures.session_plan,
        name="session-plan",
    ),
    path(
        "procedures/<int:procedure_id>/sessions/new/",
        sessions.session_create,
        name="session-create",
    ),
    path("sessions/<int:session_id>/", sessions.session_detail, name="session-detail"),
    path("sessions/<int:session_id>/edit/", sessions.session_edit, name="session-edit"),
    path("sessions/<int:session_id>/cancel/", sessions.session_cancel, name="session-cancel"),
    path("sessions/<int:session_id>/restore/", sessions.session_restore, name="session-restore"),
    path("sessions/<int:session_id>/form/", results.session_form, name="session-form"),
    path("sessions/<int:session_id>/upload/", results.session_upload, name="session-upload"),
    path("sessions/<int:session_id>/results/", results.session_results, name="session-results"),
    path(
        "sessions/<int:session_id>/protocols/attach/",
        protocols.protocol_attach,
        name="protocol-attach",
    ),
    path("uploads/<int:upload_id>/", results.upload_detail, name="upload-detail"),
    path("uploads/<int:upload_id>/file/", results.upload_file, name="upload-file"),
    path("uploads/<int:upload_id>/marked/", results.upload_marked, name="upload-marked"),
    path(
        "sessions/<int:session_id>/protocols/arrange/",
        protocols.protocol_arrange,
        name="protocol-arrange",
    ),
    path("protocols/<int:protocol_id>/", protocols.protocol_detail, name="protocol-detail"),
    path("protocols/<int:protocol_id>/file/", protocols.protocol_file, name="protocol-file"),
    path(
        "protocols/<int:protocol_id>/preview/", protocols.protocol_preview, name="protocol-preview"
    ),
    path(
        "protocols/<int:protocol_id>/thumbnail/",
        protocols.protocol_thumbnail,
        name="protocol-thumbnail",
    ),
    path("protocols/<int:protocol_id>/remove/", protocols.protocol_remove, name="protocol-remove"),
    path("signs/", signs.sign_list, name="sign-list"),
    path("procedures/<int:procedure_id>/signs/compute/", signs.sign_compute, name="sign-compute"),
    path("procedures/<int:procedure_id>/references/", signs.reference_list, name="reference-list"),
    path(
        "procedures/<int:procedure_id>/references/<int:work_id>/edit/",
        signs.reference_edit,
        name="reference-edit",
    ),
    path(
        "procedures/<int:procedure_id>/references/<int:work_id>/remove/",
        signs.reference_remove,
        name="reference-remove",
    ),
    path("schools/<int:school_id>/signs/", signs.sign_latest, name="sign-latest"),
    path("signs/<int:run_id>/schools/<int:school_id>/", signs.sign_school, name="sign-school"),
    path("signs/<int:run_id>/schools/<int:school_id>/case/", signs.sign_case, name="sign-case"),
]
