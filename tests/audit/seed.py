"""Puts the demo, and what its people have since done, into an empty database: ``python -m tests.audit.seed``.

It prints, as JSON, the keys of what the addresses of pages need.
"""

import json
import os
from typing import Any


def main() -> dict[str, Any]:
    from accounts.models import Profile, User
    from rooms import conversation
    from rooms.forms import new_nonce
    from rooms.models import Membership, Message, Room

    people = {user.username: user for user in User.objects.all()}
    alice, bob, carol = people["alice"], people["bob"], people["carol"]
    general, kitchen = Room.objects.get(name="General"), Room.objects.get(name="Kitchen")
    quiet = Room.objects.get(name="Quiet corner")
    Membership.objects.filter(room__in=[general, kitchen, quiet], user=alice).update(role=Membership.Role.OWNER)
    Profile.objects.create(user=bob, pronouns="he/him", bio="Timetables, by fax if need be.")
    conversation.change_room(
        general.pk, topic="Timetables, maps and a seagull", description="Where the ferry timetables are made."
    )
    conversation.change_room(kitchen.pk, is_public=True, topic="What there is to eat")

    def say(room: Room, who: User, body: str, **more: Any) -> Message:
        return conversation.post(room.pk, who, body, new_nonce(), paced=False, **more).message

    called = say(general, bob, "@alice can you look at the paper once more?")
    say(general, carol, "seagull says yes", reply_to=called.position)
    conversation.toggle_reaction(say(kitchen, alice, "There is soup."), bob, "🍲")
    direct = conversation.open_direct(alice, [bob])
    say(direct, bob, "Are you coming tomorrow?")
    library = conversation.create_room("Library", carol, Room.Kind.PRIVATE)
    conversation.invite(library.pk, carol, alice)
    conversation.create_room("Workshop", bob)
    old = conversation.create_room("Last year", alice)
    say(old, alice, "That was that.")
    conversation.archive(old.pk)
    pinned = Message.objects.filter(room=general, pinned__isnull=False).latest("position")
    edited = Message.objects.filter(room=general).order_by("-position").exclude(pk=called.pk).filter(author=alice)[0]
    conversation.bookmark(pinned, alice)
    threaded = Message.objects.filter(room=general, reply_count__gt=1).latest("position")
    return {
        "general": general.pk,
        "kitchen": kitchen.pk,
        "quiet": quiet.pk,
        "library": library.pk,
        "direct": direct.pk,
        "archived": old.pk,
        "alice": alice.pk,
        "bob": bob.pk,
        "mine": edited.position,
        "thread": threaded.position,
        "called": called.position,
        "day": f"{threaded.created:%Y-%m-%d}",
        "link": conversation.make_link(kitchen.pk, alice, 24, None).token,
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo", stdout=open(os.devnull, "w"))  # noqa: SIM115
    print(json.dumps(main()))
