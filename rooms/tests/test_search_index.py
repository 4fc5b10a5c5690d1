"""The index stays whole, whatever happens to the table of messages."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from rooms.models import Message, Room
from rooms.search import parse, schema, search
from rooms.search.words import words_in

Say = Callable[..., Message]


def count(user: User, text: str) -> int:
    return len(search(parse(text, user), user).hits)


@pytest.mark.django_db(transaction=True)
def test_what_was_said_before_the_index_was_made_is_in_it(general: Room, alice: User, say: Say) -> None:
    message = say(alice, "said before")
    schema.uninstall(connection)
    Message.objects.filter(pk=message.pk).update(body="said well before")
    schema.install(connection)
    assert count(alice, "well") == 1
    say(alice, "well, and after")
    assert count(alice, "well") == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite forgets triggers")
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_makes_the_table_anew_leaves_the_index_whole(general: Room, alice: User, say: Say) -> None:
    message = say(alice, "said before")
    with connection.schema_editor() as editor:
        editor._remake_table(Message)  # type: ignore[attr-defined]
    # What data migrations may do between the two.
    Message.objects.filter(pk=message.pk).update(body="changed meanwhile")
    call_command("migrate", verbosity=0)
    assert count(alice, "before") == 0
    assert count(alice, "meanwhile") == 1
    say(alice, "meanwhile, again")
    assert count(alice, "meanwhile") == 2
    assert not schema.repair(connection)


def test_messages_that_change_in_what_is_not_indexed_stay_found(general: Room, alice: User, say: Say) -> None:
    message = say(alice, "hello")
    message.version += 1
    message.save()
    assert count(alice, "hello") == 1


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="words.py is PostgreSQL's idea of words")
@pytest.mark.parametrize(
    "text",
    ["Crème brûlée, s'il vous plaît!", "snake_case(x) -> None;", "“ΑΘΉΝΑ” \u2013 12:30 🎉 don\u2019t", "a\tb\nc.d/e-f"],
)
def test_both_sides_agree_on_what_a_word_is(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rooms_search_words(%s)", [text])
        assert cursor.fetchone()[0].split() == [word.plain for word in words_in(text)]
