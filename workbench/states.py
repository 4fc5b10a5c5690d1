"""The states of messages that designers look at, each from the sample message of the contracts."""

from collections.abc import Callable
from typing import Any

from rooms.contracts import samples
from rooms.contracts.samples import WRITTEN, alice, bob, reaction, said
from rooms.markup import render
from rooms.models import Message

Context = dict[str, Any]
Make = Callable[[], Context]

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
CODE = """Run this:

```python
for pier in piers:
    print(pier.name, pier.departures(on=today))
```

| pier | at |
|--|--|
| 3 | 14:10 |
"""


def _of(body: str = "The bread is in the oven.", **changes: Any) -> Make:
    def make() -> Context:
        return {"message": said(body, **{"html": render(body), "author": bob()} | changes)}

    return make


def _like(change: Callable[[Message], Message], **changes: Any) -> Make:
    def make() -> Context:
        context = _of(**changes)()
        context["message"] = change(context["message"])
        return context

    return make


def _reply(message: Message) -> Message:
    message.original = said("Who bakes tomorrow?", position=3, author=alice())
    return message


def _named(name: str) -> Any:
    person = bob()
    person.display_name = name
    return person


def _files(message: Message) -> Message:
    return samples.with_files(message, samples.a_file(), samples.a_picture())


MESSAGES: dict[str, Make] = {
    "other": _of(),
    "own": _of(author=alice()),
    "under the same name": _of(follows_author=True, previous_created=WRITTEN),
    "edited": _of(edited=WRITTEN),
    "deleted": _of("", deleted=WRITTEN),
    "pinned": _of(pinned=WRITTEN),
    "with reactions": _of(reacted=[reaction("👍", alice(), bob()), reaction("🎉", bob())]),
    "a reply": _like(_reply, reply_to=3),
    "in a thread": _of(reply_count=3),
    "with files": _like(_files),
    "with a link": _of("https://example.com/tea", linked=samples.linked(picture=False)),
    "a long word": _of(LONG_WORD),
    "a long text": _of("One sentence after the other, and each of them goes on for a while. " * 12),
    "a long name": _of(author=_named("Wolfeschlegelsteinhausenbergerdorff of the Eastern Pier")),
    "only emoji": _of("🍞🥐"),
    "right to left": _of("نان در تنور است و ده دقیقهٔ دیگر آماده می‌شود.", author=_named("پروانه")),
    "code and a table": _of(CODE),
    "markdown": _of(
        "**Strong**, *soft*, `code`, ~~gone~~, [a link](https://example.com)\n\n> quoted\n\n1. one\n2. two"
    ),
    "what somebody does": _of("waves", kind="action"),
    "a notice": _of("Bob joined", kind="notice"),
    "chosen": lambda: _of()() | {"chosen": True},
    "first unread": lambda: _of()() | {"is_first_new": True},
    "everything at once": samples.message_of_every_kind,
}
