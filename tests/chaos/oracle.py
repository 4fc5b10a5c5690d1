"""Judges a world when its faults have ended: live pages against fresh ones, acknowledged sends against stored ones."""

import asyncio
from collections import Counter, defaultdict
from contextlib import suppress
from typing import Any

from .dom import Document
from .leaks import leaks
from .page import NETWORK_ERRORS, REMOVED_CODE, SIGNED_OUT_CODE, Page
from .world import World

# From the end of the faults to every page being right.
SETTLE_SECONDS = 10.0
LOOK_SECONDS = 0.25


async def verdict(world: World, deadline: float) -> list[str]:
    """Return what is wrong with the world at ``deadline`` (event loop time), or as soon as nothing is."""
    stored = await _stored(world)
    if stored is None:
        return ["the servers did not come back: what is stored could not be read"]
    wrong = _wrong_with_storage(world, stored)
    results = await asyncio.gather(*(_page_verdict(world, page, stored, deadline) for page in list(world.pages)))
    for found in results:
        wrong += found
    for page in world.pages + world.past:
        wrong += [f"{page.label}: {fault}" for fault in page.document.faults]
        wrong += leaks(world, page, stored)
    return wrong


async def _stored(world: World) -> dict[str, Any] | None:
    for _ in range(20):
        sessions = [session for theirs in world.sign_ins.sessions.values() for session in theirs]
        if (stored := await world.control("state", room=world.room, sessions=sessions)) is not None:
            return stored
        await asyncio.sleep(0.3)
    return None


def _wrong_with_storage(world: World, stored: dict[str, Any]) -> list[str]:
    wrong, ledger = [], world.ledger
    times = Counter((message["author_id"], message["nonce"]) for message in stored["messages"])
    by_nonce = {(message["author_id"], message["nonce"]): message for message in stored["messages"]}
    for key, body in ledger.accepted.items():
        if times[key] != 1:
            wrong.append(f"the accepted message {key} is stored {times[key]} times")
        elif not by_nonce[key]["edited"] and not by_nonce[key]["deleted"] and by_nonce[key]["body"] != body:
            wrong.append(f"the accepted message {key} is stored as {by_nonce[key]['body']!r}, not {body!r}")
    # Every text is typed once, so that whatever is there twice was stored by a retry, edited meanwhile or not.
    sent = Counter(message["sent"] for message in stored["messages"] if message["sent"])
    wrong += [f"{body!r} was stored {times} times" for body, times in sent.items() if times > 1]
    positions = [message["position"] for message in stored["messages"]]
    if len(set(positions)) != len(positions):
        wrong.append(f"positions are not unique: {positions}")
    wrong += _wrong_with_versions(stored["messages"]) + _wrong_with_threads(stored["messages"])
    if any(message["version"] > stored["version"] for message in stored["messages"]):
        wrong.append("a message is ahead of its room's version")
    possible = ledger.possible + _sent_again(world, stored["messages"])
    if not ledger.certain <= stored["version"] <= ledger.certain + possible:
        wrong.append(
            f"the room is at version {stored['version']} after {ledger.certain} changes and {possible} perhaps"
        )
    return wrong


def _sent_again(world: World, messages: list[dict[str, Any]]) -> int:
    """Return how many messages a retry has stored although there was one: what that said must have been deleted before.

    A form of these pages sends one text, so that its nonce is taken by another only where nobody knows any more what
    the first one said; a text that is still known is wrong twice anyway. A real browser may type over what it sends.
    """
    return sum(each["nonce"].startswith("also-") and each["body"] not in world.ledger.typed for each in messages)


def _wrong_with_versions(messages: list[dict[str, Any]]) -> list[str]:
    """Each change has its own version. Only a thread's root takes that of a reply, which it counts; and somebody's new
    name changes all messages that they have reacted to, with one version."""
    at = defaultdict(list)
    for message in messages:
        if not message["marks"]:
            at[message["version"]].append(message)
    wrong = []
    for version, together in at.items():
        roots = {message["thread"] for message in together}
        if len(together) > 2 or (len(together) == 2 and not any(each["position"] in roots for each in together)):
            wrong.append(f"version {version} has the messages {[each['position'] for each in together]}")
    return wrong


def _wrong_with_threads(messages: list[dict[str, Any]]) -> list[str]:
    replies = Counter(message["thread"] for message in messages if not message["deleted"])
    return [
        f"m{message['position']} counts {message['reply_count']} of {replies[message['position']]} replies"
        for message in messages
        if message["reply_count"] != replies[message["position"]]
    ]


async def _page_verdict(world: World, page: Page, stored: dict[str, Any], deadline: float) -> list[str]:
    wrong = ["was never looked at"]
    while wrong:
        wrong = await _wrong_with_page(world, page, stored)
        if asyncio.get_running_loop().time() > deadline:
            break
        if wrong:
            await asyncio.sleep(LOOK_SECONDS)
    return [f"{page.label}: {each}" for each in wrong]


async def _wrong_with_page(world: World, page: Page, stored: dict[str, Any]) -> list[str]:
    await page.look()
    if page.after_refusal:
        return [f"something came after the refusal: {page.after_refusal[0][:300]}"]
    is_member, is_signed_in = page.user_id in stored["members"], page.session in stored["standing"]
    if not page.shows_room:
        return ["it shows no room to a member"] if is_member and is_signed_in else []
    if page.refused:
        return _wrong_with_refusal(world, page)
    if not is_signed_in or not is_member:
        why = "no member" if is_signed_in else "signed out"
        says = page.document.text("connection")
        return [f"its person is {why}, and it was not refused; it says {says!r}, is open: {page.is_open}"]
    if not page.is_open:
        return [f"stopped with the code {page.close_code}"]
    if page.document.value("cursor") != str(stored["version"]):
        return [f"its cursor is {page.document.value('cursor')}, the room is at {stored['version']}"]
    if page.document.text("connection") != "Live":
        return [f"its status is {page.document.text('connection')!r}"]
    with suppress(*NETWORK_ERRORS):
        return await _differences(page)
    return ["no fresh page could be had to compare it with"]


def _wrong_with_refusal(world: World, page: Page) -> list[str]:
    code = page.refusal_code
    if code == REMOVED_CODE and page.user_id not in world.ledger.ever_outside:
        return ["was refused although its person was never outside"]
    if code == SIGNED_OUT_CODE and page.session not in world.sign_ins.may_have_ended:
        return ["says that its person is signed out, and nothing ended the session"]
    if code == 0:
        return [f"was refused, and says {page.document.text('refusal')!r}"]
    if page.is_open or page.close_code != code:
        return [f"was refused for {code} and closed with {page.close_code}, is open: {page.is_open}"]
    return []


async def _differences(page: Page) -> list[str]:
    """Compare a page with a fresh one of the same person, which is scrolled back as far as the live one is."""
    status, text = await page.ask("GET", f"/rooms/{page.room}/")
    if status != 200:
        return [f"a fresh page has the status {status}"]
    fresh = Document.of(text)
    live = page.document
    shown = live.messages()
    has_more = bool(live.by_id("older").get("href"))
    while (link := fresh.by_id("older")).get("hx-get"):
        if has_more and shown and fresh.messages()[0][0] <= shown[0][0]:
            break
        _, text = await page.ask("GET", link.get("hx-get"), htmx=True)
        fresh.apply(text, main=link, main_swap=link.get("hx-swap"))
    expected = fresh.messages()
    if has_more and shown:
        expected = [each for each in expected if each[0] >= shown[0][0]]
    wrong = []
    if shown != expected:
        wrong.append(_first_difference(shown, expected))
    for name in ("members", "pins", "room-name"):
        mine, other = live.by_id(name), fresh.by_id(name)
        if live.source(mine) != fresh.source(other):
            wrong.append(f"#{name} is {live.source(mine)!r}, fresh {fresh.source(other)!r}")
    entry = f".rooms [href='/rooms/{page.room}/'] span"
    listed = [each.text_content() for each in (live.one(entry), fresh.one(entry))]
    if listed[0] != listed[1]:
        wrong.append(f"the list of rooms says {listed[0]!r}, fresh {listed[1]!r}")
    if has_more and f"/messages/{shown[0][0] if shown else 0}/before/" not in live.by_id("older").get("href"):
        wrong.append(
            f"the way to older messages is {live.by_id('older').get('href')}, the first shown is {shown[0][0]}"
        )
    return wrong


def _first_difference(shown: list[tuple[int, str]], expected: list[tuple[int, str]]) -> str:
    mine, other = dict(shown), dict(expected)
    missing, extra = sorted(other.keys() - mine.keys()), sorted(mine.keys() - other.keys())
    stale = sorted(position for position in mine.keys() & other.keys() if mine[position] != other[position])
    text = f"messages missing {missing}, extra {extra}, stale {stale} of {[p for p, _ in shown]}"
    if stale:
        text += f"; m{stale[0]} is {mine[stale[0]]!r}, fresh {other[stale[0]]!r}"
    return text
