"""Routes."""

from django.urls import path

from accounts.views import people, retention

app_name = "accounts"
urlpatterns = [
    path("people/", people.user_list, name="user-list"),
    path("people/add/", people.person_create, name="person-create"),
    path("people/<int:person_id>/", people.person_detail, name="person-detail"),
    path("people/<int:person_id>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:person_id>/invite/", people.person_invite, name="person-invite"),
    path(
        "invitations/<int:invitation_id>/withdraw/",
        people.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("welcome/<str:token>/", people.invitation_accept, name="invitation-accept"),
    path("users/<int:user_id>/block/", people.user_block, name="user-block"),
    path("users/<int:user_id>/unblock/", people.user_unblock, name="user-unblock"),
    path("users/<int:user_id>/role/", people.user_role, name="user-role"),
    path("journal/", people.audit_list, name="audit-list"),
    path("retention/", retention.retention, name="retention"),
    path("retention/settings/", retention.retention_settings, name="retention-settings"),
    path("retention/acts/create/", retention.destruction_create, name="destruction-create"),
    path(
        "retention/acts/<int:destruction_id>/",
        retention.destruction_detail,
        name="destruction-detail",
    ),
    path(
        "retention/acts/<int:destruction_id>/file/",
        retention.destruction_file,
        name="destruction-file",
    ),
    path(
        "retention/acts/<int:destruction_id>/confirm/",
        retention.destruction_confirm,
        name="destruction-confirm",
    ),
    path(
        "retention/acts/<int:destruction_id>/withdraw/",
        retention.destruction_withdraw,
        name="destruction-withdraw",
    ),
    path(
        "retention/acts/<int:destruction_id>/finish/",
        retention.destruction_finish,
        name="destruction-finish",
    ),
    path("jobs/<int:job_id>/", people.job_detail, name="job-detail"),
]
