"""Support screens: the wording of the checklist."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from observers.models import ChecklistItem


@admin.register(ChecklistItem)
class ChecklistItemAdmin(admin.ModelAdmin):
    list_display = ("position", "text", "is_active")
    list_display_links = ("text",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Acts answer these lines: one that is no longer asked is taken out of use."""
        return False
