"""What people do in rooms. Views, sockets, Admin, imports and commands call these, and nothing else writes.

One function is one transaction and one new version of the room, followed by one wake-up when it has committed. What
touches several rooms (``rename_person``) takes one version of each; ``import_messages`` and ``rerender`` say why they
take several, and ``post`` shares its transaction with others that are posting at that moment. Bookmarks, drafts and
invitations, which the room doesn't show, and how far somebody has read, which nobody else sees, take none.
"""

from .arrivals import Arrival, import_room
from .banning import ban, ban_from_site, lift_site_ban, unban
from .direct import open_direct
from .drafts import drop_draft, keep_draft
from .files import remove_file
from .hiding import delete_hidden, hide, hide_all, hide_some, show_again
from .holding import approve, turn_down
from .imports import FileToTakeIn, Line, Name, import_messages
from .invitations import accept, decline, invite, make_link, revoke_link, use_link, withdraw
from .leaving import hand_over_rooms, remove_words
from .members import add_member, change_level, change_member, join, leave, remove_member
from .messages import clean_body, delete, edit
from .muting import HeldForReview, mute
from .openings import break_glass, mend_glass
from .people import remove_person, rename_person
from .pins import bookmark, pin, unbookmark, unpin
from .posts import Posted, post
from .previews import remove_preview, show_preview
from .reactions import remove_reaction, toggle_reaction
from .reading import mark_unread, read_everything, read_page
from .reports import assign, close, reopen, report
from .rerendering import rerender
from .retention import remove_outlived
from .roles import expel, hand_over, set_role
from .rooms import archive, change_room, create_room, delete_room, unarchive

__all__ = [
    "Arrival",
    "FileToTakeIn",
    "HeldForReview",
    "Line",
    "Name",
    "Posted",
    "accept",
    "add_member",
    "approve",
    "archive",
    "assign",
    "ban",
    "ban_from_site",
    "bookmark",
    "break_glass",
    "change_level",
    "change_member",
    "change_room",
    "clean_body",
    "close",
    "create_room",
    "decline",
    "delete",
    "delete_hidden",
    "delete_room",
    "drop_draft",
    "edit",
    "expel",
    "hand_over",
    "hand_over_rooms",
    "hide",
    "hide_all",
    "hide_some",
    "import_messages",
    "import_room",
    "invite",
    "join",
    "keep_draft",
    "leave",
    "lift_site_ban",
    "make_link",
    "mark_unread",
    "mend_glass",
    "mute",
    "open_direct",
    "pin",
    "post",
    "read_everything",
    "read_page",
    "remove_file",
    "remove_member",
    "remove_outlived",
    "remove_person",
    "remove_preview",
    "remove_reaction",
    "remove_words",
    "rename_person",
    "reopen",
    "report",
    "rerender",
    "revoke_link",
    "set_role",
    "show_again",
    "show_preview",
    "toggle_reaction",
    "turn_down",
    "unarchive",
    "unban",
    "unbookmark",
    "unpin",
    "use_link",
    "withdraw",
]
