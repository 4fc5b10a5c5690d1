"""What people do with messages, chosen at random from a seed, each as their page asks for it."""

import random
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts import people
from accounts.models import User
from rooms import conversation
from rooms.forms import new_nonce
from rooms.models import Message, Room

from .files import picture, sent
from .live_pages import LivePage

WORDS = (
    "plain {}",
    "**bold {}** & <b>so on</b>",
    "- one {}\n- two\n\n```python\nx = {}\n```",
    "@alice and @room {}",
    ":tada:",
    "مرحبا {}",
)
EMOJI = ("👍", "🎉", "❤️")
PICTURE = picture(size=(40, 30))

Deed = Callable[["Story"], Awaitable[str]]


class Story:
    """The pages that are open in a room, and what is done from them. ``told`` is what has been done so far."""

    def __init__(self, seed: int, room: Room, cast: list[User], pages: list[LivePage]) -> None:
        self.chance = random.Random(seed)
        self.room, self.cast, self.pages = room, cast, pages
        self.editors: set[tuple[LivePage, int]] = set()
        self.told: list[str] = []
        self._later = timedelta()

    async def go_on(self) -> None:
        """Let somebody do something, or something befall a page; now and then a page hears of what was done."""
        deed = self.chance.choice(DEEDS)
        self.told.append(f"{deed.__name__} {await deed(self)}".strip())
        for page in self.pages:
            if not page.is_away and self.chance.random() < 0.3:
                await page.take(0.02)

    def words(self) -> str:
        return self.chance.choice(WORDS).format(len(self.told), len(self.told))

    def at(self, message: Message, action: str) -> str:
        return f"/rooms/{self.room.pk}/messages/{message.position}/{action}/"

    async def some_message(self, **where: Any) -> Message | None:
        found = Message.objects.filter(room=self.room, deleted=None, **where).select_related("author")
        messages = await sync_to_async(lambda: list(found.order_by("-position")[:12]))()
        return self.chance.choice(messages) if messages else None

    def page_of(self, user: User | None = None) -> LivePage:
        return self.chance.choice([page for page in self.pages if user is None or page.user == user])

    async def send(self, page: LivePage, **form: Any) -> str:
        form = {"body": self.words(), "nonce": new_nonce()} | form
        # The answer is about the composer alone.
        status = await page.ask("post", f"/rooms/{self.room.pk}/messages/", form, put=False)
        assert status in {200, 422}, status
        return f"by {page.name}: {status}"

    def later(self) -> Any:
        """Return a time of writing: minutes, hours or days after the last."""
        self._later += self.chance.choice([timedelta(seconds=20), timedelta(hours=1), timedelta(days=1)])
        return timezone.now() + self._later


async def post(story: Story) -> str:
    return await story.send(story.page_of())


async def do_something(story: Story) -> str:
    return await story.send(story.page_of(), body=f"/me waves {len(story.told)}")


async def post_later(story: Story) -> str:
    author, body, created = story.chance.choice(story.cast), story.words(), story.later()
    posted = await sync_to_async(conversation.post)(
        story.room.pk, author, body, new_nonce(), created=created, paced=False
    )
    return f"m{posted.message.position} by {author.username} at {created:%a %H:%M}"


async def reply(story: Story) -> str:
    original = await story.some_message()
    return await story.send(story.page_of(), reply_to=original.position) if original else ""


async def post_in_thread(story: Story) -> str:
    pages = [page for page in story.pages if page.thread]
    page = story.chance.choice(pages)
    return await story.send(page, thread=page.thread)


async def attach(story: Story) -> str:
    file = story.chance.choice([sent("notes.txt", b"notes"), sent("holiday.png", PICTURE)])
    return await story.send(story.page_of(), body=story.chance.choice(["", "with words"]), files=[file])


async def open_editor(story: Story) -> str:
    page = story.page_of()
    message = await story.some_message(author=page.user)
    if message is None or page.document.by_id(f"m{message.position}") is None:
        return ""
    await page.ask("get", story.at(message, "edit"))
    story.editors.add((page, message.position))
    return f"m{message.position} on {page.name}"


async def close_editor(story: Story) -> str:
    if not story.editors:
        return ""
    page, position = story.chance.choice(sorted(story.editors, key=lambda each: (each[0].name, each[1])))
    return await close(story, page, position)


async def close(story: Story, page: LivePage, position: int) -> str:
    """Save or cancel; what was deleted meanwhile can only be cancelled."""
    story.editors.discard((page, position))
    address = f"/rooms/{story.room.pk}/messages/{position}/"
    if story.chance.random() < 0.6:
        status = await page.ask("post", f"{address}edit/", {"body": story.words()})
        if status == 200:
            return f"of m{position} saves on {page.name}"
    await page.ask("get", f"{address}shown/")
    return f"of m{position} cancels on {page.name}"


async def edit(story: Story) -> str:
    message = await story.some_message()
    if message is None:
        return ""
    page = story.page_of(message.author)
    status = await page.ask("post", story.at(message, "edit"), {"body": story.words()})
    return f"m{message.position} on {page.name}: {status}"


async def delete(story: Story) -> str:
    if story.chance.random() < 0.3 or (message := await story.some_message()) is None:
        return ""
    page = story.page_of(message.author)
    await page.ask("post", story.at(message, "delete"))
    story.editors.discard((page, message.position))
    return f"m{message.position} on {page.name}"


async def react(story: Story) -> str:
    message, page, emoji = await story.some_message(), story.page_of(), story.chance.choice(EMOJI)
    if message is None:
        return ""
    await page.ask("post", story.at(message, "react"), {"emoji": emoji}, put=False)
    return f"{emoji} to m{message.position} on {page.name}"


async def pin(story: Story) -> str:
    message, page = await story.some_message(), story.page_of()
    if message is None:
        return ""
    action = "unpin" if message.pinned else "pin"
    await page.ask("post", story.at(message, action), put=False)
    return f"{action} m{message.position} on {page.name}"


async def rename_person(story: Story) -> str:
    person = story.chance.choice(story.cast)
    person.display_name = f"{person.username.title()} {len(story.told)}"
    await sync_to_async(people.save)(person, ["display_name"])
    return person.name


async def rename_room(story: Story) -> str:
    name = f"General {len(story.told)}"
    await sync_to_async(conversation.change_room)(story.room.pk, name=name, kind="open")
    return name


async def go_away(story: Story) -> str:
    page = story.page_of()
    await page.leave()
    return page.name


async def come_back(story: Story) -> str:
    away = [page for page in story.pages if page.is_away]
    if not away:
        return ""
    page = story.chance.choice(away)
    await page.connect()
    return page.name


async def reload(story: Story) -> str:
    """Load a page anew, which connects later: with what it then holds."""
    page = story.page_of()
    await page.leave()
    await sync_to_async(page.load)()
    story.editors = {(other, position) for other, position in story.editors if other is not page}
    return page.name


DEEDS: list[Deed] = [
    *(post, post, do_something, post_later, post_later, reply, reply, post_in_thread, attach),
    *(open_editor, close_editor, close_editor, edit, edit, delete, react, react, react, pin, pin),
    *(rename_person, rename_room, go_away, come_back, come_back, reload),
]
