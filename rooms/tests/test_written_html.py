"""What is written is rendered once, when it is written; and anew by a command when the rules change."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from rooms import conversation
from rooms.conversation import rerendering
from rooms.feed.changes import changes_since
from rooms.models import Message, Room

Say = Callable[..., Message]


def rerender(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("rerender")
    return capsys.readouterr().out.strip()


def test_the_html_stands_beside_the_source(say: Say, alice: User) -> None:
    message = Message.objects.get(pk=say(alice, "**hello**").pk)
    assert (message.body, message.html) == ("**hello**", "<strong>hello</strong>")


def test_an_edit_renders_anew_and_a_deletion_takes_it_away(say: Say, alice: User) -> None:
    message = say(alice, "hello")
    assert conversation.edit(message, "*better*").html == "<em>better</em>"
    assert Message.objects.get().html == "<em>better</em>"
    conversation.delete(message)
    assert Message.objects.get().html == ""


def test_what_is_imported_is_rendered_as_well(general: Room, alice: User) -> None:
    now = timezone.now()
    lines = [
        conversation.Line(alice, "*a*", "import-1", now),
        conversation.Line(alice, "*a* b.com <b>", "import-2", now, is_plain=True),
    ]
    conversation.import_messages(general.pk, lines)
    first, second = general.messages.all()
    assert first.html == "<em>a</em>"
    assert second.html.startswith("*a* <a href")
    assert second.html.endswith("&lt;b&gt;")
    assert "<em>" not in conversation.edit(second, "*c*").html


def test_a_message_from_before_is_shown_plainly_until_it_is_rendered(say: Say, alice: User) -> None:
    message = say(alice, "*hello* <b>")
    Message.objects.update(html="")
    message.refresh_from_db()
    assert message.shown == "*hello* &lt;b&gt;"


def test_rerender_finds_what_the_rules_now_show_otherwise(say: Say, alice: User, general: Room, capsys) -> None:
    old, same, deleted = say(alice, "*old*"), say(alice, "same"), say(alice, "gone")
    conversation.delete(deleted)
    Message.objects.filter(pk=old.pk).update(html="from older rules")
    before = Room.objects.get(pk=general.pk).version
    assert rerender(capsys) == "1 messages changed."
    changes = changes_since(general.pk, before)
    assert [(message.pk, message.html, message.edited) for message in changes.altered] == [
        (old.pk, "<em>old</em>", None)
    ]
    assert changes.version == before + 1
    assert Message.objects.get(pk=same.pk).version < before
    assert rerender(capsys) == "0 messages changed."
    assert Room.objects.get(pk=general.pk).version == before + 1


def test_rerender_takes_one_version_for_each_batch_of_a_room(
    say: Say, alice: User, general: Room, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(rerendering, "BATCH", 2)
    for number in range(5):
        say(alice, f"message {number}")
    other = conversation.create_room("Kitchen", alice)
    Message.objects.update(html="old")
    versions = Room.objects.get(pk=general.pk).version
    assert rerender(capsys) == "5 messages changed."
    assert Room.objects.get(pk=general.pk).version == versions + 3
    assert list(general.messages.values_list("version", flat=True)) == [versions + n for n in (1, 1, 2, 2, 3)]
    assert Room.objects.get(pk=other.pk).version == 0


def test_rerender_does_not_bring_back_what_is_deleted_while_it_runs(say: Say, alice: User, monkeypatch, capsys) -> None:
    message = say(alice, "*hello*")
    Message.objects.update(html="old")
    batch = rerendering._rerender_batch

    def somebody_is_faster(room_id: int, keys: tuple[int, ...]) -> int:
        conversation.delete(message)
        return batch(room_id, keys)

    monkeypatch.setattr(rerendering, "_rerender_batch", somebody_is_faster)
    assert rerender(capsys) == "0 messages changed."
    assert Message.objects.get().html == ""


def test_an_edit_keeps_the_earlier_text(say: Say, alice: User, bob: User) -> None:
    message = say(alice, "one")
    edited = conversation.edit(conversation.edit(message, "two", alice), "three", bob)
    assert [(r.body, r.edited_by) for r in edited.revisions.all()] == [("one", alice), ("two", bob)]
    assert timezone.now() - edited.revisions.get(body="two").edited < timedelta(minutes=1)


def test_the_same_text_again_is_no_edit(say: Say, alice: User, general: Room) -> None:
    message = say(alice, "one")
    same = conversation.edit(message, "one\r\n", alice)
    general.refresh_from_db()
    assert (same.edited, same.revisions.count(), general.version) == (None, 0, message.version)


def test_a_deletion_takes_earlier_texts_with_it(say: Say, alice: User) -> None:
    message = conversation.edit(say(alice, "secret"), "better", alice)
    conversation.delete(message)
    assert message.revisions.count() == 0
