"""Files that people put beside what they say: from what a browser sent to rows that a message is born with.

``checking`` holds them against the limits and says what tells them from others, ``kinds`` finds out what they are by
their content, ``pictures`` makes pictures safe and small, ``keeping`` stores all that before the message's transaction
begins and takes it away again, whether because the message was refused or because it was deleted. ``tidying`` finds
what a killed process has left behind.
"""

from .checking import not_sent_before, together
from .keeping import attach, delete_files, kept, remove, save

__all__ = ["attach", "delete_files", "kept", "not_sent_before", "remove", "save", "together"]
