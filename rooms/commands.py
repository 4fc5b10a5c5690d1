"""Commands: what a text that begins with a slash asks for when it is sent from a composer.

``interpret`` is asked by the composer's view alone: what comes by Admin, by imports or as an edit is taken as it
stands. A new command is a function and a line in ``COMMANDS``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from . import conversation
from .models import Message
from .room_forms import names_in, people_named

# A word right behind the slash, and then nothing or a space: /etc/passwd and /24 are no commands.
_COMMAND = re.compile(r"/([a-z]+)(?:\s+(.*))?\Z", re.IGNORECASE | re.DOTALL)
# Two slashes before a word stand for one that commands nothing.
_LITERAL = re.compile(r"//\w")
# As Markdown, in which backslashes and underscores mean something.
SHRUG = r"¯\\\_(ツ)\_/¯"


@dataclass(frozen=True)
class Said:
    """What is to be posted."""

    body: str
    kind: str = Message.Kind.TEXT


class ActAsked(Exception):
    """Raised when something is to be done in the room, and nothing posted.

    ``act`` is given the room's key and who asked for it, and returns what to tell them: nothing where everybody sees
    it. It raises what the conversation raises.
    """

    def __init__(self, act: Callable[[int, User], str]) -> None:
        super().__init__()
        self.act = act


class HelpAsked(Exception):
    """Raised when the commands are to be listed, for the one who asked, and nothing posted."""


@dataclass(frozen=True)
class Command:
    """How a command is written, what it does as people are told, and the function that its text is given to."""

    example: str | Promise
    help: str | Promise
    run: Callable[[str], Said]


def _me(text: str) -> Said:
    if not text:
        raise ValidationError(_("Write what you do after /me, as in “/me waves”."), code="command")
    return Said(text, Message.Kind.ACTION)


def _shrug(text: str) -> Said:
    return Said(f"{text} {SHRUG}".strip())


def _topic(text: str) -> Said:
    if not text:
        raise ValidationError(
            _("Write the topic after /topic, as in “/topic Lunch at one”, or “/topic -” for none."), code="command"
        )

    def change(room_id: int, person: User) -> str:
        conversation.change_room(room_id, by=person, topic="" if text == "-" else text)
        return ""

    raise ActAsked(change)


def _invite(text: str) -> Said:
    names = names_in(text)
    if not names:
        raise ValidationError(_("Write whom to invite after /invite, as in “/invite @carol”."), code="command")

    def ask(room_id: int, person: User) -> str:
        invited = [conversation.invite(room_id, person, each).user.name for each in people_named(names)]
        return _("Invited: %(names)s.") % {"names": ", ".join(invited)}

    raise ActAsked(ask)


def _help(text: str) -> Said:
    raise HelpAsked


COMMANDS = {
    "me": Command(gettext_lazy("/me waves"), gettext_lazy("says what you do, with your name before it"), _me),
    "shrug": Command(gettext_lazy("/shrug who knows"), gettext_lazy("adds a shrug to what you say"), _shrug),
    "topic": Command(
        gettext_lazy("/topic Lunch at one"), gettext_lazy("says what the room is about; /topic - says nothing"), _topic
    ),
    "invite": Command("/invite @carol", gettext_lazy("asks people into the room, by their user names"), _invite),
    "help": Command("/help", gettext_lazy("shows this list, to you alone"), _help),
}


def interpret(body: str) -> Said:
    """Return what is to be posted of a text from a composer.

    Raises ``HelpAsked``, ``ActAsked``, and ``ValidationError`` (code ``command``) for a command that there is not, or
    that lacks something.
    """
    text = body.strip()
    if not text.startswith("/"):
        return Said(body)
    if _LITERAL.match(text):
        return Said(text[1:])
    found = _COMMAND.match(text)
    if found is None:
        return Said(body)
    command = COMMANDS.get(found[1].lower())
    if command is None:
        message = _("There is no command %(name)s: /help lists those there are. To send it as it is, write /%(name)s.")
        raise ValidationError(message, code="command", params={"name": f"/{found[1]}"})
    return command.run(found[2] or "")
