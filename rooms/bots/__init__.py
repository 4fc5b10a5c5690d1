"""Programs that take part: bots, which write by HTTP with a token, and webhooks, addresses that write in one room.

``tokens`` makes and recognises what they show, ``keeping`` makes, rotates and revokes, ``doing`` is what they do in
rooms, by way of ``rooms.access`` and ``rooms.conversation`` as everybody. ``telling`` hears of messages that mention a
bot, and ``sending`` takes them, signed, to where the bot wants them. docs/bots.md says it to those who write programs.
"""

from .telling import soon

__all__ = ["soon"]
