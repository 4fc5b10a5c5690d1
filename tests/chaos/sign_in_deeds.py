"""What ends people's sessions, or an admin makes of their accounts, and how they come back. Alice is left alone."""

import asyncio
from contextlib import suppress

from .chromium import ChromiumPage
from .page import NETWORK_ERRORS
from .plan import Step
from .world import Deeds, World


def _now() -> float:
    return asyncio.get_running_loop().time()


def _anybody_but_alice(step: Step) -> int:
    return 1 + int(step.dice[0] * 3)


async def sign_in(world: World, step: Step) -> None:
    """Sign in in another browser, and open the room there. The person's later pages are opened there too."""
    person = int(step.dice[0] * len(world.people))
    name, user_id, _ = world.people[person]
    answer = await world.control("sign_in", user=user_id)
    if answer:
        world.people[person] = (name, user_id, answer["session"])
        world.sign_ins.began(user_id, answer["session"])
    await world.open(person)


async def sign_out(world: World, step: Step) -> None:
    """Sign out by one page's own form: all pages of the same browser end, those of the person's other browsers stay."""
    page = world.page(step.dice[0])
    if page is None or isinstance(page, ChromiumPage) or page.user_id == world.people[0][1]:
        return
    world.sign_ins.try_to_end([page.session])
    status = 0
    with suppress(*NETWORK_ERRORS):
        status, _ = await page.ask("POST", "/accounts/logout/", data={"csrfmiddlewaretoken": page.csrf})
    if status == 302:
        world.sign_ins.ended([page.session], _now())


async def sign_out_everywhere(world: World, step: Step) -> None:
    await _end_all(world, step, "sign_out_everywhere")


async def change_password(world: World, step: Step) -> None:
    await _end_all(world, step, "change_password")


async def _end_all(world: World, step: Step, door: str) -> None:
    user_id = world.people[_anybody_but_alice(step)][1]
    known = list(world.sign_ins.sessions[user_id])
    world.sign_ins.try_to_end(known)
    answer = await world.control(door, user=user_id)
    # Those that were begun meanwhile, too.
    world.sign_ins.try_to_end(world.sign_ins.sessions[user_id])
    if answer:
        world.sign_ins.ended(known, _now())


async def deactivate(world: World, step: Step) -> None:
    user_id = world.people[_anybody_but_alice(step)][1]
    number = world.sign_ins.try_activity(user_id)
    world.sign_ins.try_to_end(world.sign_ins.sessions[user_id])
    answer = await world.control("set_active", user=user_id, active=False)
    world.sign_ins.try_to_end(world.sign_ins.sessions[user_id])
    if answer and world.sign_ins.is_latest(user_id, number):
        world.sign_ins.inactive_since[user_id] = _now()


async def activate(world: World, step: Step) -> None:
    """Let somebody in again who was deactivated; they open the room."""
    away = sorted(world.sign_ins.perhaps_inactive)
    if not away:
        return
    user_id = away[int(step.dice[0] * len(away))]
    number = world.sign_ins.try_activity(user_id)
    answer = await world.control("set_active", user=user_id, active=True)
    if answer and world.sign_ins.is_latest(user_id, number):
        world.sign_ins.perhaps_inactive.discard(user_id)
    await world.open(next(number for number, each in enumerate(world.people) if each[1] == user_id))


SIGN_IN_DEEDS: Deeds = {
    deed.__name__: deed for deed in (sign_in, sign_out, sign_out_everywhere, change_password, deactivate, activate)
}
