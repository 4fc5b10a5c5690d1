"""What people do in rooms. Views, sockets, Admin, imports and commands call these, and nothing else writes.

One function is one transaction and one new version of the room, followed by one wake-up when it has committed. What
touches several rooms (``rename_person``) takes one version of each; ``import_messages`` and ``rerender`` say why they
take several, and ``post`` shares its transaction with others that are posting at that moment. Bookmarks and drafts,
which nobody else sees, take none.
"""

from .drafts import drop_draft, keep_draft
from .imports import Line, import_messages
from .leaving import hand_over_rooms, remove_words
from .members import add_member, change_member, join, leave, remove_member
from .messages import clean_body, delete, edit
from .people import remove_person, rename_person
from .pins import bookmark, pin, unbookmark, unpin
from .posts import Posted, post
from .reactions import toggle_reaction
from .rerendering import rerender
from .rooms import change_room, create_room, delete_room

__all__ = [
    "Line",
    "Posted",
    "add_member",
    "bookmark",
    "change_member",
    "change_room",
    "clean_body",
    "create_room",
    "delete",
    "delete_room",
    "drop_draft",
    "edit",
    "hand_over_rooms",
    "import_messages",
    "join",
    "keep_draft",
    "leave",
    "pin",
    "post",
    "remove_member",
    "remove_person",
    "remove_words",
    "rename_person",
    "rerender",
    "toggle_reaction",
    "unbookmark",
    "unpin",
]
