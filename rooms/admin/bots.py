from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import people
from accounts.models import User

from ..bots import keeping
from ..models import Bot, Webhook
from .conversing import ConversingAdmin, InRoomsAdmin, list_of


class BotForm(forms.ModelForm):
    """A bot together with the name under which it writes."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[User.username_validator])
    display_name = forms.CharField(label=_("Display name"), max_length=60, required=False)

    class Meta:
        model = Bot
        fields = ["url"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # What it is called by others in what they write stays.
            del self.fields["username"]
            self.fields["display_name"].initial = self.instance.user.display_name

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError(_("The address must begin with https:// or http://."), code="scheme")
        return url

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Somebody has this user name already."), code="taken")
        return username


@admin.register(Bot)
class BotAdmin(ConversingAdmin):
    """Programs that write by HTTP. Memberships put them into rooms; a token is seen once, when it is made."""

    form = BotForm
    list_display = ["name", "username", "is_active", "token_list", "room_list", "url", "delivered", "failure"]
    list_select_related = ["user"]
    search_people = ["user"]
    ordering = ["user__username"]
    actions = ["make_token", "revoke_tokens", "make_secret", "deactivate"]
    record = ["made_by", "made", "token_list", "room_list", "delivered", "failure"]
    readonly_fields = record

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bot]:
        found: QuerySet[Bot] = (
            super().get_queryset(request).select_related("user", "made_by").prefetch_related("tokens")
        )
        return found

    def get_fields(self, request: HttpRequest, obj: Bot | None = None) -> list[Any]:
        return ["display_name", "url", *self.record] if obj else ["username", "display_name", "url"]

    def has_delete_permission(self, request: HttpRequest, obj: Bot | None = None) -> bool:
        # Its words stay under its name: it is deactivated instead.
        return False

    @admin.display(description=_("name"))
    def name(self, bot: Bot) -> str:
        return bot.user.name

    @admin.display(description=_("username"), ordering="user__username")
    def username(self, bot: Bot) -> str:
        return bot.user.username

    @admin.display(description=_("active"), boolean=True)
    def is_active(self, bot: Bot) -> bool:
        return bot.user.is_active

    @admin.display(description=_("tokens"))
    def token_list(self, bot: Bot) -> int:
        return len(bot.tokens.all())

    @admin.display(description=_("rooms"))
    def room_list(self, bot: Bot) -> SafeString:
        return list_of("membership", gettext("Rooms"), user__id__exact=bot.pk)

    def save_model(self, request: HttpRequest, obj: Bot, form: Any, change: bool) -> None:
        typed = form.cleaned_data
        if not change:
            made = keeping.make_bot(typed["username"], typed["display_name"], typed["url"], cast(User, request.user))
            obj.pk = made.pk
            obj.refresh_from_db()
            return
        obj.save(update_fields=["url"])
        if "display_name" in form.changed_data:
            obj.user.display_name = typed["display_name"]
            people.save(obj.user, ["display_name"])

    def response_add(self, request: HttpRequest, obj: Bot, post_url_continue: str | None = None) -> HttpResponse:
        return self._show(request, obj, keeping.new_token_for(obj), obj.secret)

    @admin.action(description=_("Make a new token (earlier ones end within an hour)"), permissions=["change"])
    def make_token(self, request: HttpRequest, queryset: QuerySet[Bot]) -> HttpResponse | None:
        bot = self._the_one(request, queryset)
        return self._show(request, bot, token=keeping.new_token_for(bot)) if bot else None

    @admin.action(description=_("Revoke all tokens at once"), permissions=["change"])
    def revoke_tokens(self, request: HttpRequest, queryset: QuerySet[Bot]) -> None:
        count = keeping.revoke_tokens(queryset)
        said = ngettext("%(count)d token is revoked.", "%(count)d tokens are revoked.", count)
        messages.success(request, said % {"count": count})

    @admin.action(description=_("Make a new secret for signatures"), permissions=["change"])
    def make_secret(self, request: HttpRequest, queryset: QuerySet[Bot]) -> HttpResponse | None:
        bot = self._the_one(request, queryset)
        return self._show(request, bot, secret=keeping.new_secret_for(bot)) if bot else None

    @admin.action(description=_("Deactivate the selected bots"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[Bot]) -> None:
        keeping.revoke_tokens(queryset)
        for bot in queryset:
            bot.user.is_active = False
            people.save(bot.user, ["is_active"])

    def _the_one(self, request: HttpRequest, queryset: QuerySet[Bot]) -> Bot | None:
        if len(queryset) == 1:
            return queryset[0]
        messages.error(request, gettext("Select one bot: what is made is shown once."))
        return None

    def _show(self, request: HttpRequest, bot: Bot, token: str = "", secret: str = "") -> HttpResponse:
        """Show what was made, on this answer and nowhere else."""
        context = self.admin_site.each_context(request) | {"title": bot.user.name, "opts": self.opts, "bot": bot}
        context |= {"token": token, "secret": secret, "origin": request.build_absolute_uri("/")}
        return TemplateResponse(request, "admin/rooms/bot/shown_once.html", context)


@admin.register(Webhook)
class WebhookAdmin(InRoomsAdmin):
    """Addresses by which programs write in one room. Its owners and moderators make them; here they can be revoked."""

    list_display = ["user", "room", "made_by", "made", "revoked"]
    list_filter = [("revoked", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "room", "made_by"]
    search_people = ["user", "made_by"]
    allowed_lookups = ["room__id__exact"]
    ordering = ["-pk"]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("rooms.change_webhook")

    @admin.action(description=_("Revoke the selected webhooks"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for webhook in queryset.filter(revoked=None).select_related("user", "room"):
            keeping.end_webhook(webhook)
