"""Puts the cast and their room into an empty database: ``python -m tests.support.seed migrate``.

What is named on the command line are manage.py's commands to run before, in one process to be quick.

Alice, Bob and Carol have verified addresses and one password; Alice and Bob are in the open room General, which holds
130 messages: "message 1" to "message 130", written by the two in turn, in runs of three, over six days.
"""

import os
import sys
from datetime import UTC, datetime, timedelta

PASSWORD = "parley-demo"
PEOPLE = ("alice", "bob", "carol")
GENERAL = "General"
MESSAGES = 130
# 22:00 in UTC is the next morning in Tokyo: a day there begins between other messages than here.
FIRST_WRITTEN = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
PER_DAY = 24


def written(number: int) -> datetime:
    """Return when message ``number`` (from 1) was written: each day's from 22:00 on, ten minutes after every third."""
    day, in_day = divmod(number - 1, PER_DAY)
    return FIRST_WRITTEN + timedelta(days=day, minutes=10 * (in_day // 3), seconds=in_day % 3)


def main() -> None:
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from accounts.models import User
    from rooms import conversation

    password = make_password(PASSWORD)
    with transaction.atomic():
        for name in PEOPLE:
            user = User.objects.create(
                username=name, display_name=name.title(), email=f"{name}@example.org", password=password
            )
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        alice, bob, _ = User.objects.order_by("pk")
        room = conversation.create_room(GENERAL, alice)
        conversation.join(room, bob)
        for number in range(1, MESSAGES + 1):
            author = alice if (number - 1) // 3 % 2 == 0 else bob
            body, nonce = f"message {number}", f"seed-{number:04}"
            conversation.post(room.pk, author, body, nonce, created=written(number), paced=False)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    for command in sys.argv[1:]:
        call_command(command, interactive=False, verbosity=0)
    main()
