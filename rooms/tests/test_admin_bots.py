"""Bots in Admin: made by staff who may, their token seen once, rotated and revoked there."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from rooms.bots import keeping, tokens
from rooms.models import AuditEntry, Bot, BotToken, Membership, Room, Webhook

from .watching import browser_of


@pytest.fixture
def staff(alice: User) -> Client:
    alice.is_staff = True
    alice.save()
    alice.user_permissions.set(Permission.objects.filter(content_type__app_label="rooms"))
    return browser_of(alice)


@pytest.fixture
def bot(bob: User) -> Bot:
    return keeping.make_bot("weather", "Weather", "", bob)


def act(browser: Client, action: str, *bots: Bot) -> str:
    typed = {"action": action, "_selected_action": [bot.pk for bot in bots]}
    return browser.post("/admin/rooms/bot/", typed, follow=True).text


def token_in(page: str) -> str:
    (token,) = re.findall(r'<code id="token" dir="ltr">([\w-]+)</code>', page)
    return str(token)


def test_staff_makes_a_bot_and_sees_its_token_once(staff: Client, alice: User) -> None:
    typed = {"username": "weather", "display_name": "Weather", "url": "https://weather.example/hook"}
    answer = staff.post("/admin/rooms/bot/add/", typed)
    assert "no-store" in answer.headers["Cache-Control"]
    bot, token = Bot.objects.get(), token_in(answer.text)
    assert bot.secret in answer.text
    assert (bot.made_by, bot.user.is_bot, bot.user.has_usable_password()) == (alice, True, False)
    assert tokens.bot_with(token) == bot.user
    for page in ("/admin/rooms/bot/", f"/admin/rooms/bot/{bot.pk}/change/"):
        text = staff.get(page).text
        assert "weather" in text
        assert token not in text
        assert bot.secret not in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"username": "bob"}, "username"), ({"username": "a b"}, "username"), ({"url": "ftp://x.example"}, "url")],
)
def test_what_can_not_be_is_said_beside_the_field(staff: Client, bob: User, typed: dict[str, str], field: str) -> None:
    answer = staff.post("/admin/rooms/bot/add/", {"username": "weather", "display_name": "", "url": ""} | typed)
    assert answer.context["adminform"].form.errors.keys() == {field}
    assert not Bot.objects.exists()


def test_a_token_is_rotated_and_revoked(staff: Client, bot: Bot) -> None:
    first = token_in(act(staff, "make_token", bot))
    second = token_in(act(staff, "make_token", bot))
    assert tokens.bot_with(first) == tokens.bot_with(second) == bot.user
    assert "2 tokens are revoked." in act(staff, "revoke_tokens", bot)
    assert tokens.bot_with(first) is tokens.bot_with(second) is None
    before = bot.secret
    assert before not in act(staff, "make_secret", bot)
    assert Bot.objects.get().secret != before
    noted = list(AuditEntry.objects.filter(person_id=bot.pk).order_by("pk").values_list("action", flat=True))
    assert noted == ["bot.make", "bot.token", "bot.token", "bot.revoke", "bot.secret"]


def test_tokens_are_made_for_one_at_a_time(staff: Client, bot: Bot, bob: User) -> None:
    other = keeping.make_bot("news", "News", "", bob)
    assert "Select one bot" in act(staff, "make_token", bot, other)
    assert not BotToken.objects.exists()


def test_a_bot_is_renamed_and_deactivated_and_never_deleted(staff: Client, bot: Bot) -> None:
    keeping.new_token_for(bot)
    staff.post(f"/admin/rooms/bot/{bot.pk}/change/", {"display_name": "Rain", "url": "https://rain.example/"})
    bot = Bot.objects.select_related("user").get()
    assert (bot.user.name, bot.url) == ("Rain", "https://rain.example/")
    assert staff.post(f"/admin/rooms/bot/{bot.pk}/delete/", {"post": "yes"}).status_code == 403
    act(staff, "deactivate", bot)
    assert not Bot.objects.get().user.is_active
    assert not BotToken.objects.exists()


def test_staff_without_the_permission_sees_and_does_nothing(staff: Client, alice: User, bot: Bot) -> None:
    alice.user_permissions.set(Permission.objects.filter(codename="view_room"))
    assert staff.get("/admin/rooms/bot/").status_code == 403
    assert staff.post("/admin/rooms/bot/add/", {"username": "news"}).status_code == 403
    alice.user_permissions.add(Permission.objects.get(codename="view_bot"))
    for action in ("make_token", "revoke_tokens", "make_secret", "deactivate"):
        assert "<code" not in act(staff, action, bot)
    assert not BotToken.objects.exists()
    assert Bot.objects.get().user.is_active


def test_webhooks_are_listed_and_revoked(staff: Client, general: Room, alice: User) -> None:
    keeping.make_webhook(general.pk, alice, "Build server")
    assert "Build server" in staff.get("/admin/rooms/webhook/").text
    typed = {"action": "revoke", "_selected_action": [Webhook.objects.get().pk]}
    staff.post("/admin/rooms/webhook/", typed)
    assert Webhook.objects.get().revoked
    assert not Membership.objects.filter(user__is_bot=True).exists()


def test_who_may_only_look_at_bots_does(staff: Client, alice: User, bot: Bot) -> None:
    alice.user_permissions.set(Permission.objects.filter(codename="view_bot"))
    page = staff.get(f"/admin/rooms/bot/{bot.pk}/change/")
    assert page.status_code == 200
    assert "Weather" in page.text
    assert bot.secret not in page.text
