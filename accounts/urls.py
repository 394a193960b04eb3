"""Routes."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("people/", views.user_list, name="user-list"),
]
