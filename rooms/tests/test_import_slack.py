"""A Slack export becomes rooms that read like it: who said what, when, to what, and how others reacted."""

from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from rooms import slack
from rooms.conversation import imports
from rooms.models import Attachment, Membership, Message, Room

from .files import PDF, empty_storage, stored_files  # noqa: F401
from .slack_exports import START, channel, export, said
from .watching import browser_of, see

GARDEN = {"name": "garden"}


def load(archive: BytesIO, trust_addresses: bool = False) -> slack.Report:
    return slack.take_in(archive, "export.zip", trust_addresses=trust_addresses)


def garden() -> list[Message]:
    return list(Message.objects.filter(room__name="garden").select_related("author").order_by("position"))


def test_what_was_said_stands_there_with_its_time_and_its_author(alice: User, bob: User) -> None:
    report = load(
        export(said(START + 90_000.25, "U0BOB", "and *bold*"), said(START, "U0ALICE", "first &amp; foremost"))
    )
    first, second = garden()
    assert (first.author, first.body, first.created) == (alice, "first & foremost", datetime.fromtimestamp(START, UTC))
    assert (second.author, second.html) == (bob, "and <strong>bold</strong>")
    assert second.created == datetime.fromtimestamp(START + 90_000.25, UTC)
    assert second.starts_day
    assert report.taken_in["people_matched"] == 2
    page = browser_of(alice).get(first.room.get_absolute_url()).text
    assert page.index("first &amp; foremost") < page.index("<strong>bold</strong>")


def test_replies_stand_in_threads_and_lead_to_what_they_answer(alice: User, bob: User) -> None:
    root = f"{START}.000100"
    report = load(
        export(
            said(root, "U0ALICE", "who waters?", thread_ts=root, reply_count=2),
            said(START + 5, "U0BOB", "me", thread_ts=root),
            said(START + 6, "U0BOB", "not me", subtype="thread_broadcast", thread_ts=root),
            said(START + 7, "U0BOB", "lost", thread_ts="1600000000.000000"),
        )
    )
    first, *replies, lost = garden()
    assert (first.reply_count, first.is_quoted) == (2, True)
    assert [(reply.thread, reply.reply_to, reply.follows_author) for reply in replies] == [
        (first.position, first.position, False)
    ] * 2
    assert lost.thread is None
    assert report.left_out == {"no_root": 1}
    page = browser_of(alice).get(f"/rooms/{first.room_id}/messages/{first.position}/thread/").text
    assert page.count('class="quote"') == 2


def test_a_reply_finds_its_thread_in_an_earlier_run(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 1)
    root = said(f"{START}.000100", "U0ALICE", "who waters?", thread_ts=f"{START}.000100")
    load(export(root))
    version = Room.objects.get(**GARDEN).version
    load(export(root, said(START + 5, "U0BOB", "me", thread_ts=root["ts"])))
    first, reply = garden()
    assert (first.reply_count, first.is_quoted, first.version) == (1, True, reply.version)
    assert (reply.thread, reply.position) == (first.position, version + 1)


def test_edits_reactions_and_pins_come_along(alice: User, bob: User) -> None:
    ts = f"{START}.000100"
    reactions = [
        {"name": "+1::skin-tone-3", "users": ["U0BOB", "U0ALICE"], "count": 2},
        {"name": "party_parrot", "users": ["U0BOB"], "count": 1},
        {"name": "tada", "users": ["U0ZOE"], "count": 4},
    ]
    more = {"edited": {"user": "U0ALICE", "ts": f"{START + 60}.000000"}, "reactions": reactions}
    lists = {
        "channels.json": [channel("C0GARDEN", "garden", ["U0ALICE", "U0BOB"], pins=[{"id": ts, "created": START + 9}])]
    }
    report = load(export(said(ts, "U0ALICE", "hello", **more), files=lists))
    [message] = garden()
    assert message.edited == datetime.fromtimestamp(START + 60, UTC)
    assert message.pinned == datetime.fromtimestamp(START + 9, UTC)
    assert message.reacted
    assert [(each["emoji"], each["count"]) for each in message.reacted] == [("👍🏼", 2), ("🎉", 1)]
    assert message.reacted[0]["names"] == ["Bob", "Alice"]
    assert message.reactions.count() == 3
    assert report.left_out == {"emoji_unknown": 1, "reaction_unnamed": 3}
    page = browser_of(bob).get(message.room.get_absolute_url()).text
    assert "edited" in page
    assert 'value="👍🏼"' in page


def test_files_that_the_archive_holds_are_kept_and_others_named(alice: User, general: Room) -> None:
    files = [
        {"id": "F0HELD01", "name": "plan.pdf", "url_private": "https://files.slack.com/x"},
        {"id": "F0GONE01", "name": "a_b*.png"},
    ]
    held = {"__uploads/F0HELD01/plan.pdf": PDF}
    report = load(export(said(START, "U0ALICE", "", files=files), files=held))
    [message] = garden()
    [attachment] = Attachment.objects.all()
    assert (attachment.message, attachment.name, attachment.content_type) == (message, "plan.pdf", "application/pdf")
    assert "a_b*.png" in message.html
    assert "slack.com" not in message.html
    assert report.left_out == {"file_elsewhere": 1}
    assert "a_b*.png" in report.places["file_elsewhere"][0]
    answer = browser_of(alice).get(attachment.get_absolute_url())
    assert b"".join(answer) == PDF


def test_a_file_that_is_too_large_is_left_out_and_named(alice: User, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    files = [{"id": "F0HELD01", "name": "plan.pdf"}]
    report = load(export(said(START, "U0ALICE", "", files=files), files={"garden/attachments/F0HELD01-plan.pdf": PDF}))
    assert "plan.pdf" in garden()[0].body
    assert report.left_out == {"file_refused": 1}
    assert stored_files() == []


def test_programs_speak_as_themselves_and_slack_itself_is_left_out(alice: User) -> None:
    bot = {"subtype": "bot_message", "bot_id": "B01", "username": "Deploys"}
    beside = [{"title": "Build 7", "title_link": "https://ci.example.org/7", "text": "passed"}]
    report = load(
        export(
            said(START, "", "done", **bot, attachments=beside),
            said(START + 1, "U0ALICE", "waves", subtype="me_message"),
            said(START + 2, "U0ALICE", "<@U0ALICE> has joined", subtype="channel_join"),
            said(START + 3, "U0ALICE", "  "),
            said(START + 4, "U0ALICE", "once"),
            said(START + 4, "U0ALICE", "once"),
        )
    )
    built, waves, once = garden()
    assert (built.author.name, built.author.is_placeholder) == ("Deploys (Slack)", True)
    assert '<a href="https://ci.example.org/7"' in built.html
    assert "passed" in built.html
    assert waves.is_action
    assert once.body == "once"
    assert report.left_out == {"happened:channel_join": 1, "empty": 1, "twice": 1}


def test_mentions_mark_those_who_are_here(alice: User, bob: User) -> None:
    load(export(said(START, "U0ALICE", "<@U0BOB>, <@U0ZOE>, <#C0GARDEN|garden>, <!channel>")))
    [message] = garden()
    assert message.body == "@bob, @zoe (Slack), #garden, @room"
    assert f'<span class="mention mention-{bob.pk}">@bob</span>' in message.html


def test_an_import_calls_nobody_and_leaves_nothing_unread(alice: User, bob: User) -> None:
    load(export(said(START, "U0ALICE", "<@U0BOB> look")))
    assert not bob.alerts.exists()
    membership = Membership.objects.get(room__name="garden", user=bob)
    assert membership.read_position == membership.room.latest_position


def test_a_long_text_becomes_several_messages_and_its_code_stays_code(alice: User) -> None:
    load(export(said(START, "U0ALICE", "```" + "\n".join(f"line {number}" for number in range(900)) + "```")))
    bodies = [message.body for message in garden()]
    assert len(bodies) == 3
    assert all(body.startswith("```\n") and body.endswith("\n```") for body in bodies)
    assert sum(body.count("line ") for body in bodies) == 900


def test_a_run_that_was_killed_goes_on_where_it_was(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = export(*(said(START + number, "U0ALICE", f"number {number}") for number in range(20)))
    monkeypatch.setattr(imports, "BATCH", 5)
    store = imports._store
    calls = []

    def dies_in_the_third(*args: object) -> None:
        calls.append(args)
        store(*args)  # type: ignore[arg-type]
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(imports, "_store", dies_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        load(archive)
    assert len(garden()) == 10
    report = load(archive)
    assert (report.taken_in["added"], report.taken_in["there"]) == (10, 10)
    assert [message.body for message in garden()] == [f"number {number}" for number in range(20)]
    positions = [message.position for message in garden()]
    assert positions == list(range(positions[0], positions[0] + 20))


@pytest.mark.django_db(transaction=True)
def test_an_import_shows_on_open_pages() -> None:
    alice = User.objects.create_user("alice", "alice@example.com")
    first = said(START, "U0ALICE", "before")
    load(export(first))
    room = Room.objects.get(**GARDEN)
    see(alice, room, lambda: load(export(first, said(START + 9, "U0ALICE", "new from slack"))), "new from slack")


def test_the_command_reports_what_it_did_and_what_it_left_out(alice: User, tmp_path: Path) -> None:
    file = tmp_path / "export.zip"
    join = said(START + 2, "U0ALICE", "x", subtype="channel_join")
    file.write_bytes(export(said(START, "U0ALICE", "hello"), join).getvalue())
    out = StringIO()
    call_command("import_slack", str(file), stdout=out)
    assert "1 messages added" in out.getvalue()
    assert "(channel_join)" in out.getvalue()
    assert "garden/2023-11-14.json, message 2" in out.getvalue()
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_slack", str(tmp_path / "none.zip"))
    file.write_bytes(b"PK")
    with pytest.raises(CommandError, match=r"Nothing was changed. export.zip: this is no ZIP archive"):
        call_command("import_slack", str(file))
