"""Live delivery: a wake-up is answered by one read, one rendering for each language and zone, and the same text to all.

From a POST to a pixel, in the order in which it happens:

1. ``conversation.post`` stores the message with the room's next version; when that has committed, ``wake`` says so.
2. ``hub.Hub``, one in each process, hears it and wakes that room's ``room_feed.RoomFeed``.
3. ``RoomFeed`` asks ``delivery.Preparation`` for what its viewers lack: ``changes.changes_since`` reads it once and
   ``frames`` renders it once for each (language, time zone).
4. Every ``viewer.Viewer`` gets the same text; htmx puts it on the page and the page's cursor moves to its version.

A page that was away says hello with the cursor that it holds, and step 3 answers with what it lacks.
"""

from .hub import current_hub
from .viewer import Variant, Viewer

__all__ = ["Variant", "Viewer", "current_hub"]
