"""Routes."""

from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [
    path("schools/", views.school_list, name="school-list"),
    path("cases/", views.case_list, name="case-list"),
]
