"""What a page holds that was said when its person could no longer read it."""

from typing import Any

from .page import Page
from .world import World


def leaks(world: World, page: Page, stored: dict[str, Any]) -> list[str]:
    """Return what leaked to one of the world's pages, be it still open, refused, or closed long ago."""
    return _after_removal(world, page, stored) + _after_the_end(world, page, stored)


def _after_removal(world: World, page: Page, stored: dict[str, Any]) -> list[str]:
    """A removal is a change of the room: whatever has a later version may not have reached the page."""
    removed_at = world.ledger.removed_at.get(page.user_id)
    if removed_at is None or page.user_id in stored["members"]:
        return []
    # A root takes the version of each reply, and a message with reactions that of a new name of somebody who reacted:
    # which of their changes a page has can't be seen by the version.
    roots = {message["thread"] for message in stored["messages"]}
    leaked = [
        message["position"]
        for message, source in _held(page, stored)
        if message["position"] > removed_at
        or (
            message["position"] not in roots
            and not message["marks"]
            and message["version"] > removed_at
            and _is_as_stored(message, source)
        )
    ]
    return [f"{page.label}: removed at {removed_at}, and still got {leaked}"] if leaked else []


def _after_the_end(world: World, page: Page, stored: dict[str, Any]) -> list[str]:
    """The end of a session has to be noticed within ``noticing_seconds``: what was begun later may not be there."""
    since = world.sign_ins.out_since(page.user_id, page.session)
    if since is None or page.session in stored["standing"]:
        return []
    limit = since + world.noticing_seconds
    leaked = [
        message["position"]
        for message, source in _held(page, stored)
        if world.ledger.begun.get(message["body"], 0.0) > limit and _is_as_stored(message, source)
    ]
    return [f"{page.label}: signed out, and {world.noticing_seconds} s later still got {leaked}"] if leaked else []


def _held(page: Page, stored: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Return the messages on the page, as they are stored and as the page has them."""
    by_position = {message["position"]: message for message in stored["messages"]}
    return [(by_position[position], source) for position, source in page.document.messages() if position in by_position]


def _is_as_stored(message: dict[str, Any], source: str) -> bool:
    """Return whether the page has the message in its last state. Texts of edits are plain, and each is used once;
    no reaction or pin is taken back.
    """
    if message["deleted"]:
        return 'class="tombstone"' in source
    if not all(mark in source for mark in message["marks"]):
        return False
    return not message["edited"] or message["body"] in source
