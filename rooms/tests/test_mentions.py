"""@names are recognised when they are written, and marked for the stylesheet of the one who is meant."""

from collections.abc import Callable

import pytest

from accounts.models import User
from rooms import conversation
from rooms.conversation.writing import written
from rooms.markup import mentions, render
from rooms.models import Membership, Message, Room

from .hostile import VECTORS
from .watching import browser_of

Say = Callable[..., Message]


def test_a_member_is_marked_by_name(say: Say, alice: User, bob: User) -> None:
    mark = f'<span class="mention mention-{bob.pk}">'
    for text, html in {
        "@bob come here": f"{mark}@bob</span> come here",
        "come here, @Bob.": f"come here, {mark}@Bob</span>.",
        "(@bob, @BOB!)": f"({mark}@bob</span>, {mark}@BOB</span>!)",
        "**@bob**": f"<strong>{mark}@bob</span></strong>",
        "@bob's": f"{mark}@bob</span>'s",
    }.items():
        assert say(alice, text).html == html


def test_the_room_is_marked_for_everybody(say: Say, alice: User) -> None:
    assert say(alice, "@room tea!").html == '<span class="mention mention-room">@room</span> tea!'


@pytest.mark.parametrize(
    "text",
    [
        "@carol",
        "@nobody",
        "@",
        "@@bob",
        "bob@bob",
        "me@bob.example",
        "@bobby",
        "`@bob`",
        "```\n@bob\n```",
        "/@bob",
        "a.@bob",
    ],
)
def test_what_is_no_mention_of_a_member_is_not_marked(say: Say, alice: User, bob: User, carol: User, text: str) -> None:
    message = say(alice, text)
    assert "mention" not in message.html
    assert message.html == render(text)


@pytest.mark.parametrize(
    "text", ["[@bob](https://example.org)", "https://example.org/@bob", "<https://example.org/@bob>"]
)
def test_links_stay_links(say: Say, alice: User, bob: User, text: str) -> None:
    assert say(alice, text).html == render(text)


def test_a_display_name_counts_where_it_is_one_persons(
    general: Room, say: Say, alice: User, bob: User, carol: User
) -> None:
    User.objects.filter(pk=bob.pk).update(display_name="Robert")
    assert f"mention-{bob.pk}" in say(alice, "@robert").html
    conversation.add_member(general.pk, carol)
    User.objects.filter(pk=carol.pk).update(display_name="Robert")
    assert "mention" not in say(alice, "@robert").html
    # A user name comes first.
    User.objects.filter(pk=carol.pk).update(display_name="bob")
    assert f"mention-{bob.pk}" in say(alice, "@bob").html


def test_a_name_with_dots_is_found_as_it_is(general: Room, say: Say, alice: User) -> None:
    dora = User.objects.create_user("dora.b-c", "d@example.com", "x")
    conversation.add_member(general.pk, dora)
    assert say(alice, "ask @dora.b-c...").html == f'ask <span class="mention mention-{dora.pk}">@dora.b-c</span>...'


def test_an_edit_looks_again_and_rerendering_keeps(general: Room, say: Say, alice: User, bob: User) -> None:
    message = say(alice, "hello")
    assert f"mention-{bob.pk}" in conversation.edit(message, "hello @bob").html
    assert conversation.rerender(general.pk) == 0
    conversation.remove_member(Membership.objects.get(room=general, user=bob))
    assert "mention" not in conversation.edit(message, "hello again, @bob").html


def test_names_are_looked_up_only_where_there_is_an_at(general: Room, alice: User, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        written(general.pk, "hello **everybody**")
        written(general.pk, "@room")
        written(general.pk, "a @ b")
    with django_assert_num_queries(1):
        written(general.pk, "@alice @bob @carol " * 50)


def test_no_more_than_some_names_are_looked_for() -> None:
    assert len(mentions.names_in(" ".join(f"@name{number}" for number in range(500)))) <= mentions.MOST + 1


def test_nobody_can_write_the_mark(say: Say, alice: User, bob: User) -> None:
    forged = f'<span class="mention mention-{bob.pk}">me</span>'
    for text in (forged, f"**x** {forged}", f"```html\n{forged}\n```"):
        assert '<span class="mention' not in say(alice, text).html


@pytest.mark.parametrize("text", VECTORS)
def test_marks_change_nothing_else_of_hostile_texts(text: str) -> None:
    """Without the marks, the HTML is what it was: they stand around words, never inside of tags or attributes."""
    text = text.replace("a", "@bob ", 3) + ' @bob "@bob" <@bob>'
    html = render(text)
    marked = mentions.mark(html, {"bob": 7})
    assert marked.replace('<span class="mention mention-7">@bob</span>', "@bob") == html


def test_each_stylesheet_marks_its_own(alice: User, bob: User) -> None:
    css = browser_of(bob).get("/me.css").text
    assert f".mention-{bob.pk}, .mention-room {{" in css
    assert f".mention-{alice.pk}" not in css
