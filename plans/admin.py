"""Support screens for administrators; not the users' way to work."""

from django.contrib import admin
from django.http import HttpRequest

from plans.models import Organisation, PlanVersion, RoleGroup


@admin.register(PlanVersion)
class PlanVersionAdmin(admin.ModelAdmin):
    """To look at, nothing else: a version is made by approval and never changes."""

    list_display = ("plan", "number", "order_number", "order_date", "sha256")
    list_select_related = ("plan",)
    exclude = ("pdf", "outline")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PlanVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PlanVersion | None = None) -> bool:
        return False


@admin.register(RoleGroup)
class RoleGroupAdmin(admin.ModelAdmin):
    list_display = ("name", "members", "committee")
    list_select_related = ("committee",)
    filter_horizontal = ("people",)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "email", "committee")
    list_select_related = ("committee",)
