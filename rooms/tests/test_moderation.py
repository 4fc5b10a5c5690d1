"""Muting, banning, locking, slowing down and holding back: who is concerned is told why, and what was typed stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts import remembered
from accounts.models import User
from alerts.models import Alert
from rooms import access, conversation
from rooms.models import Ban, FilteredWord, HeldMessage, Invitation, Membership, Message, Report, Room
from rooms.views.api_answers import STATUSES

from .watching import browser_of, see

HOUR = timedelta(hours=1)


def refusal(room: Room, author: User, body: str = "hello", nonce: str = "nonce-refused") -> str | None:
    """Return the code with which a member's message is refused, or None where it is posted."""
    try:
        conversation.post(room.pk, author, body, nonce, member_only=True, paced=False)
    except ValidationError as refused:
        return str(refused.code)
    return None


def test_who_is_muted_reads_on_and_writes_again_when_it_is_over(club: Room, bob: User, carol: User, say) -> None:
    message = say(bob, "hello")
    conversation.mute(club.pk, bob, carol.pk, timezone.now() + HOUR)
    answer = browser_of(carol).post(f"/rooms/{club.pk}/messages/", {"body": "typed", "nonce": "nonce-muted-1"})
    assert answer.status_code == 422
    assert "You are muted in this room until" in answer.text
    assert 'value="typed"' in answer.text
    react = browser_of(carol).post(f"/rooms/{club.pk}/messages/{message.position}/react/", {"emoji": "👍"})
    assert (react.status_code, Message.objects.get(pk=message.pk).reacted) == (403, None)
    with pytest.raises(ValidationError) as refused:
        conversation.pin(message, carol)
    assert refused.value.code == "muted"
    Membership.objects.filter(user=carol).update(muted_until=timezone.now() - HOUR)
    assert refusal(club, carol) is None


def test_who_is_muted_is_let_write_again(club: Room, bob: User, carol: User) -> None:
    conversation.mute(club.pk, bob, carol.pk, timezone.now() + HOUR)
    browser_of(bob).post(f"/rooms/{club.pk}/people/{carol.pk}/unmute/")
    assert refusal(club, carol) is None


def test_nothing_restrained_costs_no_query_more(club: Room, carol: User, django_assert_num_queries) -> None:
    FilteredWord.objects.create(words="spam", action="block")
    # As many as without any of it: the savepoint and its end, the room twice, the membership, the nonce, the message.
    with django_assert_num_queries(7):
        assert refusal(club, carol) is None


def test_a_locked_room_is_for_moderators_to_write_in(club: Room, alice: User, bob: User, carol: User, say) -> None:
    mine = say(carol, "before")
    conversation.change_room(club.pk, by=bob, is_locked=True)
    assert refusal(club, carol) == "locked"
    edited = browser_of(carol).post(f"/rooms/{club.pk}/messages/{mine.position}/edit/", {"body": "after"})
    assert (edited.status_code, Message.objects.get(pk=mine.pk).body) == (403, "before")
    assert [refusal(club, person, nonce=f"nonce-{person.pk}-locked") for person in (alice, bob)] == [None, None]
    assert "This room is locked" in browser_of(carol).get(f"/rooms/{club.pk}/").text


@pytest.mark.django_db(transaction=True)
def test_that_a_room_is_locked_shows_on_open_pages(club: Room, alice: User, carol: User) -> None:
    seen = see(carol, club, lambda: conversation.change_room(club.pk, by=alice, is_locked=True), "This room is locked")
    assert 'class="room-note locked"' in seen.text


def test_slow_mode_is_for_members_one_by_one(club: Room, bob: User, carol: User, dora: User) -> None:
    conversation.change_room(club.pk, slow_seconds=30)
    codes = [refusal(club, carol, nonce=f"nonce-carol-{number}") for number in range(2)]
    assert codes == [None, "slow"]
    # A retry of what was stored is no second message.
    assert refusal(club, carol, nonce="nonce-carol-0") is None
    assert refusal(club, dora, nonce="nonce-of-dora") is None
    assert [refusal(club, bob, nonce=f"nonce-bob-{number}") for number in range(2)] == [None, None]
    Message.objects.filter(author=carol).update(created=timezone.now() - timedelta(seconds=31))
    assert refusal(club, carol, nonce="nonce-carol-9") is None


def test_reactions_may_be_for_some(club: Room, alice: User, bob: User, carol: User, say) -> None:
    message = say(alice, "hello")
    conversation.change_room(club.pk, by=bob, reactions="moderators")
    with pytest.raises(ValidationError) as refused:
        conversation.toggle_reaction(message, carol, "👍")
    assert refused.value.code == "restrained"
    conversation.toggle_reaction(message, bob, "👍")
    conversation.change_room(club.pk, by=bob, reactions="members", holds_newcomers=True)
    conversation.toggle_reaction(message, carol, "👍")
    newcomer = User.objects.create_user("newcomer")
    conversation.add_member(club.pk, newcomer)
    page = browser_of(newcomer).post(f"/rooms/{club.pk}/messages/{message.position}/react/", {"emoji": "👍"})
    assert page.status_code == 403
    assert "once a moderator has approved your first message" in page.text


def test_what_a_newcomer_says_waits_until_it_is_approved(club: Room, bob: User, carol: User) -> None:
    conversation.change_room(club.pk, by=bob, holds_newcomers=True)
    newcomer = User.objects.create_user("newcomer")
    conversation.join(Room.objects.get(pk=club.pk), newcomer)
    form = {"body": "my first", "nonce": "nonce-newcomer"}
    for _retry in range(2):
        page = browser_of(newcomer).post(f"/rooms/{club.pk}/messages/", form)
        assert (page.status_code, "Your message waits for a moderator" in page.text) == (200, True)
    # Who was there before writes as ever.
    assert refusal(club, carol) is None
    held = HeldMessage.objects.get()
    assert Message.objects.filter(author=newcomer).count() == 0
    assert Alert.objects.filter(kind="note", user=bob).get().link == f"/rooms/{club.pk}/moderation/"
    moderator = browser_of(bob)
    assert "my first" in moderator.get(f"/rooms/{club.pk}/moderation/").text
    address = f"/rooms/{club.pk}/moderation/held/{held.pk}/"
    assert moderator.post(address, {"approve": "yes"}, follow=True).status_code == 200
    assert Message.objects.get(author=newcomer).body == "my first"
    assert "Somebody else has dealt with it already." in moderator.post(address, {"approve": "yes"}).text
    # The same again is the message that was approved, and the next one waits for nobody.
    assert conversation.post(club.pk, newcomer, "my first", "nonce-newcomer", member_only=True).is_new is False
    assert refusal(club, newcomer) is None


def test_what_is_not_approved_is_not_posted_and_its_author_told(club: Room, bob: User) -> None:
    conversation.change_room(club.pk, holds_newcomers=True)
    newcomer = User.objects.create_user("newcomer")
    conversation.add_member(club.pk, newcomer)
    assert refusal(club, newcomer) == "held"
    conversation.turn_down(club.pk, bob, HeldMessage.objects.get().pk, "no adverts")
    assert (HeldMessage.objects.count(), Message.objects.count()) == (0, 0)
    assert Alert.objects.get(user=newcomer).content == "A moderator didn't approve your message. no adverts"


@pytest.mark.django_db(transaction=True)
def test_who_is_banned_loses_the_open_page_and_does_not_come_back(
    club: Room, alice: User, bob: User, carol: User
) -> None:
    until = timezone.now() + HOUR
    seen = see(carol, club, lambda: conversation.ban(club.pk, bob, carol.pk, until, "adverts"), until=4403)
    assert seen.closed == 4403
    browser = browser_of(carol)
    for page in (browser.get(f"/rooms/{club.pk}/"), browser.post(f"/rooms/{club.pk}/join/")):
        assert page.status_code == 403
        assert "You are banned from this room until" in page.text
        assert "adverts" in page.text
        assert "Join" not in page.text
    assert "General" not in browser.get("/").text
    link = conversation.make_link(club.pk, alice, 1, None)
    assert browser.get(link.get_absolute_url()).status_code == 200
    assert "You are banned" in browser.post(link.get_absolute_url()).text
    with pytest.raises(ValidationError) as refused:
        conversation.invite(club.pk, alice, carol)
    assert refused.value.code == "banned"
    link.refresh_from_db()
    assert (access.is_member(carol.pk, club.pk), link.uses, Invitation.objects.count()) == (False, 0, 0)
    Ban.objects.update(until=timezone.now() - HOUR)
    assert browser.post(f"/rooms/{club.pk}/join/").status_code == 302


def test_who_is_banned_is_let_in_again(club: Room, bob: User, carol: User) -> None:
    moderator = browser_of(bob)
    moderator.post(f"/rooms/{club.pk}/people/{carol.pk}/ban/", {"hours": "0", "reason": "adverts"})
    page = moderator.get(f"/rooms/{club.pk}/moderation/").text
    assert "banned for good" in page
    assert "Let Carol in again" in page
    moderator.post(f"/rooms/{club.pk}/people/{carol.pk}/unban/")
    conversation.join(club, carol)
    assert access.is_member(carol.pk, club.pk)


@pytest.mark.parametrize("deed", ["mute", "ban"])
def test_a_reason_that_is_too_long_stays_beside_its_field(club: Room, bob: User, carol: User, deed: str) -> None:
    page = browser_of(bob).post(f"/rooms/{club.pk}/people/{carol.pk}/{deed}/", {"hours": "1", "reason": "x" * 201})
    assert page.status_code == 422
    assert "x" * 201 in page.text
    assert "at most 200 characters" in page.text


@pytest.mark.parametrize(
    ("action", "code", "posted"), [("block", "filtered", 0), ("hold", "held", 0), ("flag", None, 1)]
)
def test_the_word_filter_blocks_holds_or_flags(
    club: Room,
    bob: User,
    carol: User,
    action: str,
    code: str | None,
    posted: int,
) -> None:
    FilteredWord.objects.create(words="buy  pills*", action=action)
    assert refusal(club, carol, "Buy PILLSNOW, cheap") == code
    counts = (Message.objects.count(), HeldMessage.objects.count(), Report.objects.count())
    assert counts == (posted, int(action == "hold"), int(action == "flag"))
    assert Alert.objects.filter(user=bob, kind="note").exists() is (action != "block")
    assert refusal(club, carol, "I buy no pills", "nonce-harmless") is None


def test_the_strictest_word_counts_and_edits_are_looked_through_too(
    club: Room, carol: User, say: Callable[..., Message]
) -> None:
    FilteredWord.objects.create(words="bad", action="flag")
    FilteredWord.objects.create(words="worse", action="hold")
    assert refusal(club, carol, "bad and worse") == "held"
    mine = say(carol, "good")
    page = browser_of(carol).post(f"/rooms/{club.pk}/messages/{mine.position}/edit/", {"body": "worse"})
    assert page.status_code == 422
    assert "written on this site" in page.text
    browser_of(carol).post(f"/rooms/{club.pk}/messages/{mine.position}/edit/", {"body": "bad"})
    assert (Message.objects.get(pk=mine.pk).body, Report.objects.count()) == ("bad", 1)


def test_words_that_another_process_has_added_count_when_it_tells_so(club: Room, carol: User) -> None:
    FilteredWord.objects.bulk_create([FilteredWord(words="spam", action="block")])
    assert refusal(club, carol, "spam", "nonce-before") is None
    remembered.forget("word filter")
    assert refusal(club, carol, "spam", "nonce-afterwards") == "filtered"


def test_files_of_what_is_held_are_refused_in_words(club: Room, carol: User, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    FilteredWord.objects.create(words="worse", action="hold")
    form = {"body": "worse", "nonce": "nonce-files", "files": SimpleUploadedFile("notes.txt", b"notes")}
    page = browser_of(carol).post(f"/rooms/{club.pk}/messages/", form)
    assert page.status_code == 422
    assert "send it without the files" in page.text
    assert HeldMessage.objects.count() == 0


def test_bots_are_told_by_a_status_of_their_own(club: Room, alice: User) -> None:
    bot = User.objects.create_user("helper", is_bot=True)
    conversation.add_member(club.pk, bot)
    conversation.change_room(club.pk, by=alice, holds_newcomers=True, slow_seconds=60)
    FilteredWord.objects.create(words="worse", action="hold")
    said = [("worse", "nonce-worse"), ("good", "nonce-good"), ("more", "nonce-more")]
    assert [refusal(club, bot, body, nonce) for body, nonce in said] == ["held", None, "slow"]
    assert [STATUSES[code] for code in ("slow", "held", "locked", "muted")] == [429, 202, 403, 403]
