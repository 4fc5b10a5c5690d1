"""Reads what was typed into the search field."""

import re
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

from .operators import OPERATORS
from .query import Phrase, Query
from .words import words_in

MAX_LENGTH = 300
MAX_PHRASES = 20

# Phones and word processors type these for the plain ones.
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»\uff02", '"'))
_PART = re.compile(
    r"""(?<!\S)(?P<name>[^\W\d_]+):(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s"]*))"""
    r"""|"(?P<phrase>[^"]*)"?"""
    r"""|(?P<word>[^\s"]+)"""
)
# A colon after these begins an address, not an operator's value.
_SCHEMES = {"http", "https", "ftp", "mailto", "file", "tel"}


def parse(text: str, user: User) -> Query:
    """Return what ``text`` looks for, as ``user`` means it: their rooms, their time zone (the active one).

    It never raises: what can't be read is in ``problems``, each a sentence for the person.
    """
    text = text.encode("utf-8", "replace").decode().replace("\x00", " ")
    query = Query(text=text)
    if len(text) > MAX_LENGTH:
        return replace(query, problems=(_("Search for less at once: %d characters at most.") % MAX_LENGTH,))
    for match in _PART.finditer(text.translate(QUOTES)):
        try:
            query = _with_part(query, match, user)
        except ValidationError as problem:
            query = replace(query, problems=(*query.problems, *problem.messages))
    if len(query.phrases) > MAX_PHRASES:
        return replace(query, problems=(_("Search for less at once: %d words at most.") % MAX_PHRASES,))
    if query.is_empty and not query.problems and text.strip():
        nothing = _("There is no word in this. Search finds words and numbers, not signs or emoji.")
        return replace(query, problems=(nothing,))
    return query


def _with_part(query: Query, match: re.Match[str], user: User) -> Query:
    if match["phrase"] is not None:
        return _with_words(query, match["phrase"])
    if match["word"] is not None:
        return _with_words(query, match["word"], begins=match["word"].endswith("*"))
    name, value = match["name"].lower(), match["quoted"] if match["quoted"] is not None else match["value"]
    if operator := OPERATORS.get(name):
        if not value.strip():
            raise ValidationError(
                _("Write something behind %(name)s: as in %(example)s"),
                params={"name": name, "example": operator.example},
            )
        return operator.read(value.strip(), query, user)
    if name in _SCHEMES or not value or value[0] in "/:":
        return _with_words(query, match[0])
    raise ValidationError(
        _("There is no %(name)s: to search with. To look for these words, put them in quotes: %(quoted)s"),
        params={"name": name, "quoted": f'"{name}:{value}"'},
    )


def _with_words(query: Query, text: str, *, begins: bool = False) -> Query:
    words = tuple(word.plain for word in words_in(text))
    return replace(query, phrases=(*query.phrases, Phrase(words, begins))) if words else query
