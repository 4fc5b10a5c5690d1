from django.contrib import admin

from .models import Alert


@admin.register(Alert)
class AlertAdmin(admin.ModelAdmin):
    """What called for somebody's attention."""

    list_display = ["content", "kind", "user", "actor", "place", "created", "read"]
    list_filter = ["kind"]
    list_select_related = ["user", "actor"]
    search_fields = ["content", "user__username", "user__display_name"]
    autocomplete_fields = ["user", "actor"]
    readonly_fields = ["created"]
    ordering = ["-pk"]
    show_full_result_count = False
