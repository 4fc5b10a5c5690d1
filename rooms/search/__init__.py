"""Search across everything that a person may read: what is typed -> ``Query`` -> ``Results``.

``parse`` reads words, "phrases" and operators (operators.py is their table), and says what it can't read. ``search``
asks the database for what matches, newest first or best first: PostgreSQL's full text (postgres.py) or SQLite's FTS5
(sqlite.py), which keep their index up to date by themselves (schema.py). Both index the same: the words of a message's
plain text, and a few tags that say where it is, whose it is and what is in it, so that one look at the index answers a
whole query. Who may read is checked with every query, in the same statement.
"""

from .parser import parse
from .query import Phrase, Query
from .results import Hit, Order, Results, newest, search

__all__ = ["Hit", "Order", "Phrase", "Query", "Results", "newest", "parse", "search"]
