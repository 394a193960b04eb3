"""Routes."""

from django.urls import path

from schools.views import cases, imports, people, schools

app_name = "schools"
urlpatterns = [
    path("schools/", schools.school_list, name="school-list"),
    path("schools/export/", schools.school_export, name="school-export"),
    path("schools/create/", schools.school_create, name="school-create"),
    path("schools/imports/create/", imports.import_create, name="import-create"),
    path("schools/imports/<int:school_import_id>/", imports.import_detail, name="import-detail"),
    path(
        "schools/imports/<int:school_import_id>/confirm/",
        imports.import_confirm,
        name="import-confirm",
    ),
    path("schools/<int:school_id>/", schools.school_detail, name="school-detail"),
    path("schools/<int:school_id>/edit/", schools.school_edit, name="school-edit"),
    path("schools/<int:school_id>/posts/create/", people.post_create, name="post-create"),
    path("schools/posts/<int:post_id>/end/", people.post_end, name="post-end"),
    path("schools/<int:school_id>/pupils/edit/", people.pupils_edit, name="pupils-edit"),
    path(
        "schools/<int:school_id>/classes/<int:school_year>/edit/",
        people.class_group_edit,
        name="class-group-edit",
    ),
    path("cases/", cases.case_list, name="case-list"),
    path("cases/create/", cases.case_create, name="case-create"),
    path("cases/<int:case_id>/", cases.case_detail, name="case-detail"),
    path("cases/<int:case_id>/explain/", cases.case_explain, name="case-explain"),
    path("cases/<int:case_id>/due/", cases.case_due, name="case-due"),
    path("cases/<int:case_id>/curator/", cases.case_curator, name="case-curator"),
    path("cases/<int:case_id>/decide/", cases.case_decide, name="case-decide"),
    path("cases/<int:case_id>/close/", cases.case_close, name="case-close"),
]
