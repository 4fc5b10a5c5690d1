"""What a message shows of the page that it links to: its title, some words and a picture, fetched by the server.

``links`` finds the address in a message, ``waiting`` is the short queue that posting puts it in, and ``worker`` the
threads that empty it. ``guard`` (with ``addresses``) decides where the server may go, ``line`` bounds what comes back
in time and bytes, and ``fetching`` follows redirects between the two. ``page`` reads what came. Nothing of a page is
believed: it is words, escaped as everybody's are, and a picture that is drawn anew.

Only a process that answers pages looks at links, because only there ``worker.start`` is called. What waits when it ends
is not looked at later.
"""

from .links import digest_of, first_link
from .waiting import soon

__all__ = ["digest_of", "first_link", "soon"]
