"""Every route of the portal."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import views

# One door: the admin site would bring a login form of its own.
admin.site.login = secure_admin_login(admin.site.login)

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
