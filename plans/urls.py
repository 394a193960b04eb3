"""Routes."""

from django.urls import path

from plans.views import editor

app_name = "plans"
urlpatterns = [
    path("plans/", editor.plan_list, name="plan-list"),
]
