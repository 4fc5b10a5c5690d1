"""The comparison that the live page's promise rests on must see what is wrong, and nothing else."""

import pytest

from .dom import RoomState, differences, room_state

PAGE = """<!doctype html><title>x</title><h1 id="room-name" class="open">Tea &amp; cake</h1>
<ol id="log" class="messages">{}</ol><section id="pins"></section>
<section id="members"><ul><li>Alice<li>Bob</ul></section>"""


def message(number: int, body: str = "hello", more: str = "") -> str:
    return f'<li id="m{number}" class="message" data-seq="{number}" {more}> <p>{body}<br>bye</p>\n</li>'


def page(*messages: str) -> RoomState:
    return room_state(PAGE.format("".join(messages)))


def test_what_htmx_writes_on_elements_makes_no_difference() -> None:
    marked = '<li data-seq="1" class="htmx-added message" data-htmx-powered="true"  hx-swap-oob="true" id="m1">'
    live = page(message(1).replace('<li id="m1" class="message" data-seq="1" >', marked))
    assert "htmx" not in live.messages[0]
    assert differences(live, page(message(1))) == []


def test_a_page_that_has_been_open_for_long_may_hold_older_messages() -> None:
    assert differences(page(message(1), message(2), message(3)), page(message(2), message(3))) == []


@pytest.mark.parametrize(
    "live",
    [
        page(message(1)),
        page(message(1), message(2), message(2)),
        page(message(2), message(1)),
        page(message(1), message(1), message(2)),
        page(message(1), message(2, "hallo")),
        page(message(1), message(2, more='data-author="3"')),
        page(),
    ],
    ids=["missing", "twice at the end", "out of order", "twice above", "other text", "other attribute", "nothing"],
)
def test_messages_that_differ_are_found(live: RoomState) -> None:
    assert differences(live, page(message(1), message(2)))


def test_a_message_that_nobody_has_stored_is_found() -> None:
    assert differences(page(message(1)), page())


def test_another_name_other_members_and_other_pins_are_found() -> None:
    fresh = page(message(1))
    renamed = RoomState(fresh.name.replace("Tea", "Pie"), fresh.members, fresh.pins, fresh.messages)
    moved = RoomState(fresh.name, fresh.members.replace("Bob", "Carol"), fresh.pins, fresh.messages)
    assert len(differences(renamed, fresh)) == 1
    pinned = RoomState(fresh.name, fresh.members, fresh.pins.replace("></", ">Pinned: 1</"), fresh.messages)
    assert len(differences(moved, fresh)) == 1
    assert len(differences(pinned, fresh)) == 1


def test_a_page_without_its_log_is_refused() -> None:
    with pytest.raises(ValueError, match="no log"):
        room_state("<h1 id=room-name></h1><section id=pins></section><section id=members></section>")
