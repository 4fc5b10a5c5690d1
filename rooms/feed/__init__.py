"""Live delivery: a wake-up is answered by one read, one rendering for each language and zone, and the same text to all.

From a POST to a pixel, in the order in which it happens:

1. ``conversation.post`` stores the message with the room's next version, in one transaction with whatever else is being
   posted at that moment; when that has committed, ``wake`` says so.
2. ``hub.Hub``, one in each process, hears it and wakes that room's ``room_feed.RoomFeed``.
3. ``RoomFeed`` waits for what is just being posted, if a delivery to all its viewers costs more than waiting, and asks
   ``delivery.Preparation`` for what they lack. Rooms that ask at the same moment share a visit to a thread.
4. There ``changes.Recent`` reads once what has changed, and ``frames`` renders it once for each (language, time zone).
5. Every ``viewer.Viewer`` gets the same text, by its ``wire``; htmx puts it on the page and the page's cursor moves to
   its version.

``attention.Attention`` does the same for what calls people: the number of their alerts, and their list of rooms.

A page that was away says hello with the cursor that it holds, and step 4 answers with what it lacks.
"""

from .hub import current_hub
from .viewer import Shown, Variant, Viewer

__all__ = ["Shown", "Variant", "Viewer", "current_hub"]
