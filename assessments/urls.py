"""Routes."""

from django.urls import path

from assessments.views import procedures, signs, works

app_name = "assessments"
urlpatterns = [
    path("procedures/", procedures.procedure_list, name="procedure-list"),
    path("works/", works.work_list, name="work-list"),
    path("signs/", signs.sign_list, name="sign-list"),
]
