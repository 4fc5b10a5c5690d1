"""Half a word at the end of what is typed: who and what is offered for it, and what it becomes."""

import pytest
from django.test import Client

from accounts.models import User
from rooms import completion, conversation
from rooms.models import Membership, Room

from .watching import browser_of

HTMX = {"HX-Request": "true"}
KEY = "key-of-a-composer"


def member(room: Room, username: str, display_name: str = "", **more: object) -> User:
    user = User.objects.create(username=username, display_name=display_name, **more)
    conversation.add_member(room.pk, user)
    return user


def offered(room: Room, user: User, text: str) -> list[str]:
    word = completion.half_word(text)
    return [offer.text for offer in completion.offers(room, user, word)] if word else []


def typed(browser: Client, room: Room, body: str, **more: str):
    form = {"body": body, "nonce": "nonce-of-a-composer", "composer": KEY} | more
    return browser.post(f"/rooms/{room.pk}/draft/", form, headers=HTMX)


def chosen(browser: Client, room: Room, **form: str):
    return browser.post(f"/rooms/{room.pk}/composer/complete/", {"composer": KEY} | form, headers=HTMX)


def test_other_members_are_offered_and_nobody_else(general: Room, alice: User, bob: User, carol: User) -> None:
    assert offered(general, alice, "well, @") == ["@bob", "@room"]
    assert offered(general, alice, "@c") == []
    conversation.add_member(general.pk, carol)
    assert offered(general, alice, "@c") == ["@carol"]
    conversation.remove_member(Membership.objects.get(room=general, user=carol))
    assert offered(general, alice, "@c") == []
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert offered(general, alice, "@b") == []


def test_the_beginning_of_any_name_is_enough_whatever_its_case_and_accents(general: Room, alice: User) -> None:
    member(general, "zoe77", "José Ánder Müller")
    for text in ("@z", "@ZOE", "@jose", "@José", "@and", "@mul", "@MÜL"):
        assert offered(general, alice, text) == ["@zoe77"], text
    for text in ("@os", "@oe", "@uller", "@77"):
        assert offered(general, alice, text) == [], text


def test_in_a_large_room_names_are_found_as_they_are_written(general: Room, alice: User, monkeypatch) -> None:
    monkeypatch.setattr(completion, "FEW_MEMBERS", 2)
    member(general, "yuri", "Ada Lovelace")
    member(general, "zoe", "Zoë")
    assert [offered(general, alice, text) for text in ("@Y", "@ada", "@love", "@zo")] == [
        *(["@yuri"], ["@yuri"], ["@yuri"], ["@zoe"])
    ]


def test_those_whose_user_name_it_is_come_first_and_there_are_six(general: Room, alice: User) -> None:
    member(general, "aaa", "Max One")
    for number in range(8):
        member(general, f"max{number}")
    assert offered(general, alice, "@max") == [f"@max{number}" for number in range(6)]
    assert offered(general, alice, "@max7") == [], "that is whole"
    assert offered(general, alice, "@one") == ["@aaa"]


def test_the_room_can_be_called(general: Room, alice: User) -> None:
    assert offered(general, alice, "@ro") == ["@room"]
    assert offered(general, alice, "@room") == []


@pytest.mark.parametrize(
    "text", ["", "@bob ", "a@bo", "x/@bo", "@@bo", "@bo!", "12:30", "std::bo", ":D", ":t", "@" * 9000]
)
def test_nothing_is_offered_without_half_a_word_at_the_end(general: Room, alice: User, text: str) -> None:
    assert offered(general, alice, text) == []


def test_emoji_are_offered_by_the_beginning_of_their_names(general: Room, alice: User) -> None:
    assert "🎉" in offered(general, alice, "hooray :tad")
    assert len(offered(general, alice, ":sm")) == completion.MOST


@pytest.mark.parametrize(
    ("text", "word", "choice", "completed"),
    [
        ("hello @bo", "@bo", "@bob", "hello @bob "),
        ("hello @bo and more", "@bo", "@bob", "hello @bob and more"),
        ("@bo, @bo", "@bo", "@bob", "@bo, @bob "),
        ("one\n@bo", "@bo", "@bob", "one\n@bob "),
        ("@bo is not @bobby", "@bo", "@bob", "@bob is not @bobby"),
        ("it went on @bobb", "@bo", "@bob", "it went on @bobb"),
        ("gone", "@bo", "@bob", "gone"),
        ("hello :tad", ":tad", "🎉", "hello 🎉 "),
        ("hello @bo", "@bo", "<script>", "hello @bo"),
        ("hello @bo", "", "@bob", "hello @bo"),
        ("a\\1 @(", "@(", "@bob", "a\\1 @bob "),
    ],
)
def test_the_half_word_becomes_what_is_chosen(text: str, word: str, choice: str, completed: str) -> None:
    assert completion.complete(text, word, choice) == completed


def test_the_answer_to_a_draft_offers_them(general: Room, alice: User, bob: User) -> None:
    browser = browser_of(alice)
    answer = typed(browser, general, "ask @bo")
    assert answer.status_code == 200
    assert f'hx-target="#completions-{KEY}:not(:focus-within)"' in answer.text
    assert '"chosen": "@bob"' in answer.text
    assert "1 suggestion. Press Tab to choose it." in answer.text
    assert typed(browser, general, "ask @bob").status_code == 204
    gone = typed(browser, general, "ask @bob now", offered="1")
    assert (gone.status_code, "<button" in gone.text) == (200, False)
    assert typed(browser, general, "@bo", composer='"><script>').status_code == 204


def test_what_is_chosen_comes_back_in_the_field(general: Room, alice: User) -> None:
    browser = browser_of(alice)
    one = chosen(browser, general, body='<b>"@bo', word="@bo", chosen="@bob").text
    assert 'value="&lt;b&gt;&quot;@bob "' in one
    several = chosen(browser, general, body="one\n@bo", word="@bo", chosen="@bob", long="1").text
    assert ">one\n@bob </textarea>" in several
    assert chosen(browser, general, composer="", body="@bo", word="@bo", chosen="@bob").status_code == 204


def test_hostile_names_are_only_text(general: Room, alice: User) -> None:
    member(general, "mallory", "<img src=x onerror=alert(1)>")
    member(general, "a@b.example", "Mail")
    text = typed(browser_of(alice), general, "@ma").text
    assert "&lt;img src=x" in text
    assert "<img" not in text
    assert "a@b.example" not in text, "such a name can't be mentioned"


def test_nothing_is_completed_for_others(general: Room, carol: User, client: Client) -> None:
    assert typed(browser_of(carol), general, "@bo").status_code == 204
    assert typed(client, general, "@bo").status_code == 204
    assert chosen(browser_of(carol), general, body="@bo", word="@bo", chosen="@bob").status_code == 403
    assert chosen(client, general, body="@bo", word="@bo", chosen="@bob").status_code == 401


def test_it_costs_one_query_where_there_is_half_a_word_and_none_elsewhere(
    general: Room, alice: User, bob: User, django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        assert offered(general, alice, "hello @b") == ["@bob"]
    with django_assert_num_queries(0):
        offered(general, alice, "hello")
        offered(general, alice, ":smil")
