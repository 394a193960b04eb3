"""Every route of the portal."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.today, name="today"),
    path("appearance/", views.appearance, name="appearance"),
    path("health/", views.health, name="health"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("", include("accounts.urls")),
    path("", include("schools.urls")),
    path("", include("assessments.urls")),
    path("", include("observers.urls")),
    path("", include("plans.urls")),
    path("admin/", admin.site.urls),
]
