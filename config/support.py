"""Django's admin site as the portal's support screens."""

from django.contrib.admin.apps import AdminConfig


class SupportConfig(AdminConfig):
    default_site = "config.support_site.SupportSite"
