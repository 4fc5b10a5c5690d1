"""Staff see in Admin what their permissions name, and nothing beside it."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import SignIn, User
from rooms import conversation, uploads
from rooms.models import Room

from .files import PDF, empty_storage, sent  # noqa: F401
from .watching import browser_of

# Of each model its address, the permission to look, and whether things of it can be made by staff.
MODELS = [
    ("accounts/user", "accounts.view_user"),
    ("accounts/signin", "accounts.view_signin"),
    ("alerts/alert", "alerts.view_alert"),
    ("rooms/room", "rooms.view_room"),
    ("rooms/membership", "rooms.view_membership"),
    ("rooms/message", "rooms.view_message"),
    ("rooms/attachment", "rooms.view_attachment"),
    ("rooms/reaction", "rooms.view_reaction"),
    ("rooms/invitation", "rooms.view_invitation"),
    ("rooms/invitationlink", "rooms.view_invitationlink"),
    ("rooms/auditentry", "rooms.view_auditentry"),
    ("rooms/bot", "rooms.view_bot"),
    ("rooms/webhook", "rooms.view_webhook"),
    ("rooms/opening", "rooms.view_opening"),
    ("rooms/serverprocess", "rooms.view_serverprocess"),
]


def staff(*permissions: str) -> User:
    """Return somebody of the staff with just these permissions."""
    user = User.objects.create_user("staff", is_staff=True)
    for each in permissions:
        app, codename = each.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


@pytest.fixture
def something(general: Room, alice: User, bob: User, carol: User) -> dict[str, int]:
    """One of each, and their keys by address."""
    with uploads.kept([sent("plan.pdf", PDF)]) as attachments:
        message = conversation.post(general.pk, alice, "hello @bob", "nonce-of-alice", attachments=attachments).message
    conversation.toggle_reaction(message, bob, "👍")
    invitation = conversation.invite(general.pk, alice, carol)
    link = conversation.make_link(general.pk, alice, 24, None)
    browser_of(bob).get("/")
    return {
        "accounts/user": alice.pk,
        "accounts/signin": SignIn.objects.latest("pk").pk,
        "alerts/alert": bob.alerts.earliest("pk").pk,
        "rooms/room": general.pk,
        "rooms/membership": general.memberships.earliest("pk").pk,
        "rooms/message": message.pk,
        "rooms/attachment": message.attachments.get().pk,
        "rooms/reaction": message.reactions.get().pk,
        "rooms/invitation": invitation.pk,
        "rooms/invitationlink": link.pk,
    }


def test_staff_without_any_permission_see_nothing(something: dict[str, int]) -> None:
    browser = browser_of(staff())
    index = browser.get("/admin/")
    assert index.context["dashboard"] == []
    assert index.context["app_list"] == []
    for address, _ in MODELS:
        key = something.get(address, 1)
        for page in ("", "add/", f"{key}/change/", f"{key}/delete/", f"{key}/history/"):
            assert browser.get(f"/admin/{address}/{page}").status_code in {403, 302}, f"{address}/{page}"
        assert browser.post(f"/admin/{address}/", {"action": "delete_selected"}).status_code == 403
    assert browser.get("/admin/autocomplete/?app_label=rooms&model_name=message&field_name=room").status_code == 403


@pytest.mark.parametrize(("address", "permission"), MODELS)
def test_who_may_look_at_one_thing_looks_at_that_only(something: dict[str, int], address: str, permission: str) -> None:
    browser = browser_of(staff(permission))
    assert browser.get(f"/admin/{address}/").status_code == 200
    for other, _ in MODELS:
        if other != address:
            assert browser.get(f"/admin/{other}/").status_code == 403
    if key := something.get(address):
        assert browser.get(f"/admin/{address}/{key}/change/").status_code == 200
        assert browser.post(f"/admin/{address}/{key}/change/", {}).status_code == 403
        assert browser.get(f"/admin/{address}/{key}/delete/").status_code == 403
    if address != "rooms/opening":
        assert browser.get(f"/admin/{address}/add/").status_code == 403


def test_the_groups_are_in_our_order_and_leave_nothing_out(db: None) -> None:
    browser = browser_of(User.objects.create_superuser("admin"))
    groups = browser.get("/admin/").context["app_list"]
    keys = ["rooms", "said", "people", "order", "site", "programs", "staff", "server"]
    assert [group["app_label"] for group in groups][: len(keys)] == keys
    shown = [model["admin_url"] for group in groups for model in group["models"]]
    assert {f"/admin/{address}/" for address, _ in MODELS} <= set(shown)
    assert len(shown) == len(set(shown))


def test_a_key_of_a_session_is_never_shown(something: dict[str, int]) -> None:
    browser = browser_of(User.objects.create_superuser("admin"))
    key = SignIn.objects.get(pk=something["accounts/signin"]).session_key
    for page in ("", f"{something['accounts/signin']}/change/", f"{something['accounts/signin']}/delete/"):
        assert key not in browser.get(f"/admin/accounts/signin/{page}").text
    assert browser.get("/admin/accounts/signin/", {"session_key__startswith": key[:3]}).status_code == 400


def test_a_sign_in_that_is_deleted_is_signed_out(something: dict[str, int], bob: User) -> None:
    theirs = browser_of(bob)
    theirs.get("/")
    found = SignIn.objects.filter(user=bob).latest("pk")
    admin = browser_of(User.objects.create_superuser("admin"))
    admin.post(f"/admin/accounts/signin/{found.pk}/delete/", {"post": "yes"})
    assert theirs.get("/", follow=False).status_code == 302
    assert not SignIn.objects.filter(pk=found.pk).exists()


def test_nobody_gives_more_than_they_have(alice: User, client: Client) -> None:
    admin = User.objects.create_superuser("admin")
    user = staff("accounts.view_user", "accounts.change_user", "accounts.delete_user")
    browser = browser_of(user)
    fields = {"username": "staff", "time_zone": "UTC", "language": "en", "is_active": "on"}
    browser.post(f"/admin/accounts/user/{user.pk}/change/", {**fields, "is_superuser": "on", "is_staff": "on"})
    browser.post(f"/admin/accounts/user/{alice.pk}/change/", {**fields, "username": "alice2", "is_staff": "on"})
    user.refresh_from_db()
    alice.refresh_from_db()
    assert (user.is_superuser, alice.username, alice.is_staff) == (False, "alice2", False)
    for page in ("password/", "delete/"):
        assert browser.get(f"/admin/accounts/user/{admin.pk}/{page}").status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [str(admin.pk)], "post": "yes"}
    browser.post("/admin/accounts/user/", chosen)
    assert User.objects.filter(pk=admin.pk).exists()
