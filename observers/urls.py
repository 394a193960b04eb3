"""Routes."""

from django.urls import path

from observers import views

app_name = "observers"
urlpatterns = [
    path("observers/", views.observer_list, name="observer-list"),
    path("assignments/", views.assignment_list, name="assignment-list"),
]
