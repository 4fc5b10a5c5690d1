from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from rooms import conversation
from rooms.demo import evening, script
from rooms.models import Room

PASSWORD = "parley-demo"
PEOPLE = {"alice": "Alice", "bob": "Bob", "carol": "Carol", "admin": "Admin"}
# The room's name, its kind, its file in rooms/demo, and who is in it.
ROOMS = [
    ("General", Room.Kind.OPEN, "general", ["alice", "bob", "carol", "admin"]),
    ("Kitchen", Room.Kind.OPEN, "kitchen", ["alice", "bob"]),
    ("Quiet corner", Room.Kind.PRIVATE, "quiet-corner", ["alice"]),
]


class Command(BaseCommand):
    help = (
        "Fills a development site with people, rooms and some days of conversation. Run again, it adds what is missing."
    )

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demo's password is known to everybody, so it is for development: set DEBUG=yes.")
        people = self._people()
        added = sum(self._room(people, *each) for each in ROOMS)
        self.stdout.write(f"{len(people)} people, {len(ROOMS)} rooms, {added} messages added.")
        self.stdout.write(f"Sign in as {', '.join(PEOPLE)} with the password {PASSWORD}.")

    def _people(self) -> dict[str, User]:
        # Hashed once for all of them: hashing is slow on purpose.
        password = make_password(PASSWORD)
        people = {}
        for username, display_name in PEOPLE.items():
            email, is_admin = f"{username}@example.com", username == "admin"
            person, _ = User.objects.get_or_create(
                username=username,
                defaults={
                    "display_name": display_name,
                    "email": email,
                    "password": password,
                    "is_staff": is_admin,
                    "is_superuser": is_admin,
                },
            )
            EmailAddress.objects.get_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
            people[username] = person
        return people

    def _room(self, people: dict[str, User], name: str, kind: str, file: str, members: list[str]) -> int:
        room = Room.objects.filter(name__iexact=name).first() or conversation.create_room(name, None, kind)
        for member in members:
            conversation.add_member(room.pk, people[member])
        is_new = not room.messages.exists()
        lines = (
            conversation.Line(people[said.who], said.text, f"demo-{room.pk}-{number}", said.moment)
            for number, said in enumerate(script.read(file, timezone.now().date()))
        )
        added = conversation.import_messages(room.pk, lines)
        if is_new and file == "general":
            # Only once: what people do afterwards with these messages is theirs.
            added += evening.play(room.pk, people, timezone.now().date())
        return added
