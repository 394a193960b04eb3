"""Routes."""

from django.urls import path

from assessments import views

app_name = "assessments"
urlpatterns = [
    path("procedures/", views.procedure_list, name="procedure-list"),
    path("works/", views.work_list, name="work-list"),
    path("signs/", views.sign_list, name="sign-list"),
]
