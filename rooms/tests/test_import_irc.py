"""A channel log becomes a room that reads like it, once, however often it is imported."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from rooms import conversation
from rooms.conversation import imports
from rooms.models import Membership, Message, Room
from rooms.tests.watching import browser_of, see

# #ubuntu logs from "A Large-Scale Corpus for Conversation Disentanglement", Kummerfeld et al., ACL 2019, CC BY 4.0.
LOG = """\
[04:46] <pawan> how to download video from youtube
=== Sindacious_ is now known as Sindacious
[04:47] <deformation> where can i paste the contents?
[04:47] <amenado> deformation-> yes, please use pastebin to paste /etc/fstab
[04:47] <amenado> deformation-> yes, please use pastebin to paste /etc/fstab
[04:47] <Chris|> how do i check if i have a tv tuner?
[04:48]  * unperson sits and listens
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    file = tmp_path / "2008-04-27.txt"
    file.write_text(LOG)
    return file


def load(file: Path, *options: str, room: str = "ubuntu") -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_irc", str(file), "--room", room, *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_every_line_becomes_a_message_in_its_order(log: Path) -> None:
    out, err = load(log)
    assert (out, err) == (
        "ubuntu: 7 added, 0 there before (5 said, 2 happened, by 6 people); 0 lines could not be read.\n",
        "",
    )
    room = Room.objects.get()
    assert (room.kind, room.version) == (Room.Kind.OPEN, 7)
    messages = list(room.messages.select_related("author").order_by("position"))
    assert [message.position for message in messages] == list(range(1, 8))
    assert [message.author.name for message in messages][:3] == ["pawan", "Sindacious_", "deformation"]
    assert [message.body for message in messages if message.is_notice] == [
        "Sindacious_ is now known as Sindacious",
        "unperson sits and listens",
    ]
    assert f"{messages[-1].created:%Y-%m-%d %H:%M %Z}" == "2008-04-27 04:48 UTC"
    assert messages[4].follows_author
    assert not messages[3].follows_author


@pytest.mark.django_db
def test_imported_twice_it_adds_nothing(log: Path) -> None:
    load(log)
    out, _ = load(log)
    assert "0 added, 7 there before" in out
    assert (Message.objects.count(), Room.objects.get().version) == (7, 7)


@pytest.mark.django_db
def test_a_log_that_has_grown_adds_its_new_lines(log: Path) -> None:
    load(log)
    log.write_text(LOG + "[04:49] <pawan> thanks\n")
    assert "1 added, 7 there before" in load(log)[0]
    assert Message.objects.latest("position").body == "thanks"


@pytest.mark.django_db
def test_the_same_log_can_be_in_two_rooms(log: Path) -> None:
    load(log)
    load(log, room="other")
    assert [room.messages.count() for room in Room.objects.all()] == [7, 7]
    assert User.objects.count() == 6


@pytest.mark.django_db
def test_an_interrupted_import_goes_on_where_it_was(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 2)
    whole = imports._import_batch
    batches = []

    def stops_in_the_third(*args: object) -> int:
        batches.append(args)
        if len(batches) == 3:
            raise KeyboardInterrupt
        return whole(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(imports, "_import_batch", stops_in_the_third)
    with pytest.raises(KeyboardInterrupt):
        load(log)
    assert Message.objects.count() == 4
    monkeypatch.setattr(imports, "_import_batch", whole)
    assert "3 added, 4 there before" in load(log)[0]
    assert list(Message.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 8))


@pytest.mark.django_db
def test_a_line_that_can_not_be_read_is_reported_with_its_number(log: Path) -> None:
    log.write_text(LOG + "garbage\n[04:49] <pawan> thanks\n")
    out, err = load(log)
    assert err.startswith("line 8: ")
    assert "8 added" in out
    assert "1 lines could not be read" in out


@pytest.mark.django_db
def test_the_people_of_a_log_cannot_sign_in_and_are_no_members(log: Path) -> None:
    load(log)
    for person in User.objects.all():
        assert person.is_placeholder
        assert not person.is_active
        assert not person.has_usable_password()
        person.full_clean(exclude=["password"])
    assert User.objects.get(display_name="Chris|").username.startswith("Chris_.irc-")
    assert not Membership.objects.exists()


@pytest.mark.django_db
def test_somebody_who_signed_up_is_not_taken_for_somebody_on_irc(log: Path) -> None:
    real = User.objects.create_user("pawan.irc")
    load(log)
    load(log)
    assert not Message.objects.filter(author=real).exists()
    assert User.objects.filter(display_name="pawan", is_placeholder=True).count() == 1


@pytest.mark.django_db
def test_a_line_longer_than_a_message_becomes_several(log: Path) -> None:
    long = " ".join(f"word{number}" for number in range(1500))
    log.write_text(f"[04:46] <pawan> {long}\n")
    load(log)
    bodies = list(Message.objects.order_by("position").values_list("body", flat=True))
    assert len(bodies) == 4
    assert " ".join(bodies) == long


@pytest.mark.django_db
def test_the_day_comes_from_the_option_where_the_name_has_none(log: Path, tmp_path: Path) -> None:
    nameless = log.rename(tmp_path / "ubuntu.log")
    with pytest.raises(CommandError, match="--date"):
        load(nameless)
    assert not Room.objects.exists()
    load(nameless, "--date", "2010-01-02")
    assert f"{Message.objects.earliest('position').created:%Y-%m-%d}" == "2010-01-02"


@pytest.mark.django_db
def test_a_missing_file_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        load(tmp_path / "2010-01-02.txt")
    assert not Room.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_import_shows_on_open_pages(log: Path) -> None:
    alice = User.objects.create_user("alice")
    room = conversation.create_room("ubuntu", alice)
    seen = see(alice, room, lambda: load(log), "sits and listens")
    assert 'value="7"' in seen.text
    page = page_of(browser_of(alice), room)
    assert "deformation-&gt; yes, please use pastebin" in page


def page_of(browser: Client, room: Room) -> str:
    return browser.get(room.get_absolute_url()).content.decode()
