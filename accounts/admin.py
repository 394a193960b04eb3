"""Support screens for administrators; not the users' way to work."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from accounts.models import Committee, Person, User


@admin.register(User)
class PortalUserAdmin(UserAdmin):
    fieldsets = ((None, {"fields": ("role", "committee", "person")}), *(UserAdmin.fieldsets or ()))
    add_fieldsets = (
        (None, {"fields": ("role", "committee", "person")}),
        *(UserAdmin.add_fieldsets or ()),
    )
    list_display = ("username", "role", "committee", "is_active")
    list_select_related = ("committee",)


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ("full_name", "position", "committee")
    search_fields = ("last_name", "first_name")
    list_select_related = ("committee",)


admin.site.register(Committee)
