from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from rooms import conversation, uploads
from rooms.models import Room

from .files import empty_storage, picture, sent, stored_files  # noqa: F401


def test_files_that_no_message_carries_go_when_they_are_old(general: Room, alice: User, capsys) -> None:
    with uploads.kept([sent("a.png", picture())]) as attachments:
        message = conversation.post(general.pk, alice, "", "nonce-of-a-send", attachments=attachments).message
    default_storage.save("uploads/xy/left-over", ContentFile(b"left over"))
    call_command("tidy_uploads")
    assert "0 files deleted." in capsys.readouterr().out
    assert "uploads/xy/left-over" in stored_files()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        call_command("tidy_uploads")
    assert "1 files deleted." in capsys.readouterr().out
    assert stored_files() == sorted(message.attachments.get().files())


@pytest.mark.django_db
def test_before_anybody_has_sent_anything_there_is_nothing_to_tidy(capsys) -> None:
    call_command("tidy_uploads")
    assert "0 files deleted." in capsys.readouterr().out
