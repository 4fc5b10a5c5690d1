"""Who somebody is, as others see them; and wanting to see nothing more of somebody."""

import io
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts import blocks
from accounts.models import Profile, User
from rooms import conversation
from rooms.models import Message, Room

MINE = "/accounts/profile/"
Say = Callable[..., Message]


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def picture(width: int = 300, height: int = 200) -> SimpleUploadedFile:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (width, height), "teal").save(target, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", target.getvalue())


def test_a_profile_says_who_somebody_is_and_where_we_both_are(general: Room, alice: User, bob: User) -> None:
    conversation.create_room("Only Bob's", bob)
    User.objects.filter(pk=bob.pk).update(time_zone="Asia/Kolkata")
    saved = browser_of(bob).post(MINE, {"pronouns": "he/him", "bio": "Likes <tea>."})
    assert saved.status_code == 302
    page = browser_of(alice).get("/people/bob/").text
    for words in ("Bob", "@bob", "he/him", "Likes &lt;tea&gt;.", "Asia/Kolkata", "General", "Block"):
        assert words in page
    assert "Only Bob" not in page
    assert "Edit my profile" in browser_of(bob).get("/people/bob/").text


def test_a_message_and_the_list_of_members_lead_there(general: Room, alice: User, bob: User, say: Say) -> None:
    say(bob, "hello")
    page = browser_of(alice).get(f"/rooms/{general.pk}/").text
    assert page.count(f'href="/people/~{bob.pk}/"') == 2
    assert browser_of(alice).get(f"/people/~{bob.pk}/").headers["Location"] == "/people/bob/"


@pytest.mark.parametrize("address", ["/people/nobody/", "/people/~999/", "/people/pictures/abc-96.webp"])
def test_nobody_is_not_found(alice: User, address: str) -> None:
    assert browser_of(alice).get(address).status_code == 404


@pytest.mark.parametrize("address", ["/people/bob/", MINE, "/people/pictures/abc-96.webp"])
def test_visitors_see_no_people(bob: User, address: str) -> None:
    assert Client().get(address).headers["Location"].startswith("/accounts/login/")


def test_a_picture_becomes_square_and_silent_and_can_be_taken_away(alice: User, bob: User) -> None:
    his = browser_of(bob)
    his.post(MINE, {"pronouns": "", "bio": "", "picture": picture()})
    name = User.objects.get(pk=bob.pk).picture
    assert f"/people/pictures/{name}-256.webp" in browser_of(alice).get("/people/bob/").text
    for size in (96, 256):
        answer = browser_of(alice).get(f"/people/pictures/{name}-{size}.webp")
        assert answer.headers["Content-Type"] == "image/webp"
        assert "immutable" in answer.headers["Cache-Control"]
        shown = Image.open(io.BytesIO(answer.content))
        assert (shown.format, shown.size) == ("WEBP", (size, size))
        assert not shown.getexif()
    his.post(MINE, {"pronouns": "", "bio": "", "no_picture": "on"})
    assert browser_of(alice).get(f"/people/pictures/{name}-96.webp").status_code == 404
    assert "pictures" not in browser_of(alice).get("/people/bob/").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"picture": SimpleUploadedFile("me.jpg", b"<svg onload=alert(1)>")},
        {"picture": picture(9000, 5000)},
        {"bio": "x" * 501},
        {"pronouns": "x" * 41},
    ],
)
def test_what_can_not_be_kept_is_refused_beside_its_field(bob: User, wrong: dict[str, object]) -> None:
    answer = browser_of(bob).post(MINE, {"pronouns": "he/him", "bio": "kept here"} | wrong)
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.text
    assert "he/him" in answer.text or "kept here" in answer.text
    assert not Profile.objects.exists()


def test_blocking_hides_what_somebody_says_from_me_alone(general: Room, alice: User, bob: User) -> None:
    hers, rule = browser_of(alice), f'[data-author="{bob.pk}"] > article'
    before = hers.get("/").text
    assert rule not in hers.get("/me.css").text
    hers.post(f"/people/~{bob.pk}/block/")
    assert rule in hers.get("/me.css").text
    assert rule not in browser_of(bob).get("/me.css").text
    # Browsers keep the stylesheet: it has another address now.
    assert "/me.css?0" in before
    assert "/me.css?1" in hers.get("/").text
    assert blocks.blocked_by(alice.pk) == {bob.pk}
    assert blocks.blockers_of(bob.pk) == {alice.pk}
    assert blocks.is_blocked(alice.pk, bob.pk)
    assert not blocks.is_blocked(bob.pk, alice.pk)
    assert blocks.between(bob.pk, alice.pk)
    hers.post(f"/people/~{bob.pk}/block/", {"undo": "1"})
    assert rule not in hers.get("/me.css").text
    assert "/me.css?2" in hers.get("/").text


def test_nobody_blocks_themselves(alice: User) -> None:
    with pytest.raises(ValidationError):
        blocks.block(alice, alice)
    assert "block yourself" in browser_of(alice).post(f"/people/~{alice.pk}/block/", follow=True).text
    assert browser_of(alice).get(f"/people/~{alice.pk}/block/").status_code == 405
