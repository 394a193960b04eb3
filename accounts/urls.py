"""Routes."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("people/", views.user_list, name="user-list"),
    path("people/add/", views.person_create, name="person-create"),
    path("people/<int:person_id>/", views.person_detail, name="person-detail"),
    path("people/<int:person_id>/edit/", views.person_edit, name="person-edit"),
    path("people/<int:person_id>/invite/", views.person_invite, name="person-invite"),
    path(
        "invitations/<int:invitation_id>/withdraw/",
        views.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("welcome/<str:token>/", views.invitation_accept, name="invitation-accept"),
    path("users/<int:user_id>/block/", views.user_block, name="user-block"),
    path("users/<int:user_id>/unblock/", views.user_unblock, name="user-unblock"),
    path("users/<int:user_id>/role/", views.user_role, name="user-role"),
    path("journal/", views.audit_list, name="audit-list"),
    path("jobs/<int:job_id>/", views.job_detail, name="job-detail"),
]
