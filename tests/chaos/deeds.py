"""What people do in a world, by the names of the plan: in the room, with their pages, and what befalls their lines."""

import asyncio
from contextlib import suppress

from .chromium import ChromiumPage, chosen
from .dom import Document
from .page import NETWORK_ERRORS, Page
from .plan import Step
from .sign_in_deeds import SIGN_IN_DEEDS
from .world import Deeds, World

ODD = "<b>&amp;</b> \u202eright to left\u202c \U0001f469\u200d\U0001f680 é e\u0301 ' \" --> ]]> {{ x }} </li> https://a.example/?a=1&b=2"

EMOJI = "👍🎉🚀"


async def _send(world: World, step: Step, body: str, is_reply: bool = False) -> None:
    page = world.page(step.dice[0])
    if page is None or page.refused:
        return
    shown = [position for position, _ in page.document.messages()] if is_reply else []
    world.ledger.possible += 1
    if isinstance(page, ChromiumPage):
        body = body.replace("\n", " ").rstrip()
        world.ledger.typed.append(body)
    world.ledger.begun[body.strip("\n").rstrip()] = asyncio.get_running_loop().time()
    nonce, accepted = await page.post(body, shown[int(step.dice[2] * len(shown))] if shown else None)
    if accepted:
        world.ledger.accepted[page.user_id, nonce] = body.strip("\n").rstrip()
        world.ledger.possible -= 1
        world.ledger.certain += 1


async def post(world: World, step: Step) -> None:
    await _send(world, step, f"{world.plan.seed} says {step.dice[1]}")


async def post_lines(world: World, step: Step) -> None:
    await _send(world, step, f"first {step.dice[1]}\n  second\n\n    def f(): pass\n")


async def post_odd(world: World, step: Step) -> None:
    await _send(world, step, f"{step.dice[1]} {ODD}")


async def post_burst(world: World, step: Step) -> None:
    """More than a page that is away may replay, most of the time."""
    for number in range(4 + int(step.dice[2] * 14)):
        await _send(world, step, f"burst {number} {step.dice[1]}")


async def reply(world: World, step: Step) -> None:
    await _send(world, step, f"{world.plan.seed} replies {step.dice[1]}", is_reply=True)


async def edit(world: World, step: Step) -> None:
    body = f"edited {step.dice[1]}"
    world.ledger.begun[body] = asyncio.get_running_loop().time()
    answer = await world.control("edit", room=world.room, choice=step.dice[0], body=body)
    world.ledger.change(answer["changed"] if answer else None)


async def delete(world: World, step: Step) -> None:
    answer = await world.control("delete", room=world.room, choice=step.dice[0])
    world.ledger.change(answer["changed"] if answer else None)


async def react(world: World, step: Step) -> None:
    user = world.people[int(step.dice[1] * len(world.people))][1]
    emoji = EMOJI[int(step.dice[2] * len(EMOJI))]
    answer = await world.control("react", room=world.room, choice=step.dice[0], user=user, emoji=emoji)
    # Two of one person at the same moment are a reaction, and its end.
    world.ledger.change(answer["changed"] if answer else None)


async def pin(world: World, step: Step) -> None:
    user = world.people[int(step.dice[1] * len(world.people))][1]
    answer = await world.control("pin", room=world.room, choice=step.dice[0], user=user)
    world.ledger.change(answer["changed"] if answer else None)


async def rename(world: World, step: Step) -> None:
    answer = await world.control("rename", room=world.room, name=f"World {world.plan.seed} {step.dice[0]:.8f}")
    world.ledger.change(answer["changed"] if answer else None)


async def change_kind(world: World, step: Step) -> None:
    """Make the room private or open: nobody who is in it loses it."""
    answer = await world.control("change_kind", room=world.room, kind="private" if step.dice[0] < 0.6 else "open")
    world.ledger.change(answer["changed"] if answer else None)


async def rename_person(world: World, step: Step) -> None:
    name, user_id, _ = world.people[int(step.dice[0] * len(world.people))]
    answer = await world.control("rename_person", user=user_id, name=f"{name.title()} {step.dice[1]:.6f}")
    world.ledger.change(answer["changed"] if answer else None)


def _anybody_but_alice(step: Step) -> int:
    return 1 + int(step.dice[0] * 3)


async def remove(world: World, step: Step) -> None:
    user_id = world.people[_anybody_but_alice(step)][1]
    world.ledger.ever_outside.add(user_id)
    number = world.ledger.membership_tried(user_id)
    answer = await world.control("remove", room=world.room, user=user_id)
    # Two that remove one person at the same moment are both told that they did.
    world.ledger.change(None if answer is None or answer["changed"] else False)
    if answer and answer["changed"]:
        world.ledger.removed(user_id, answer["version"], number)


async def add(world: World, step: Step) -> None:
    person = _anybody_but_alice(step)
    world.ledger.membership_tried(world.people[person][1])
    answer = await world.control("add", room=world.room, user=world.people[person][1])
    world.ledger.change(None if answer is None or answer["changed"] else False)
    if answer:
        await world.open(person)


async def leave(world: World, step: Step) -> None:
    page = world.page(step.dice[0])
    if page is None or page.user_id == world.people[0][1]:
        return
    world.ledger.ever_outside.add(page.user_id)
    world.ledger.membership_tried(page.user_id)
    world.ledger.change(None)
    await _submit(world, page, "leave", page.csrf)
    await world.close(page)


async def join(world: World, step: Step) -> None:
    person = _anybody_but_alice(step)
    page = await world.new_page(person)
    world.ledger.membership_tried(page.user_id)
    world.ledger.change(None)
    with suppress(*NETWORK_ERRORS):
        status, home = await page.ask("GET", "/")
        if status == 200:
            token = Document.of(home).one("input[name=csrfmiddlewaretoken]").get("value")
            await _submit(world, page, "join", token)
    await page.proxy.stop()
    await world.open(person)


async def _submit(world: World, page: Page, action: str, token: str) -> None:
    with suppress(*NETWORK_ERRORS):
        await page.ask("POST", f"/rooms/{world.room}/{action}/", data={"csrfmiddlewaretoken": token})


async def load_older(world: World, step: Step) -> None:
    if page := world.page(step.dice[0]):
        await page.load_older()


async def open_page(world: World, step: Step) -> None:
    await world.open(int(step.dice[0] * len(world.people)))


async def close_page(world: World, step: Step) -> None:
    if page := world.page(step.dice[0]):
        await world.close(page)


async def reload(world: World, step: Step) -> None:
    if page := world.page(step.dice[0]):
        person = next(number for number, each in enumerate(world.people) if each[1] == page.user_id)
        await world.close(page)
        await world.open(person)


async def browse(world: World, step: Step) -> None:
    """What only a browser does, in one of the real ones."""
    tabs = [page for page in world.pages if isinstance(page, ChromiumPage)]
    if tabs:
        await tabs[int(step.dice[0] * len(tabs))].do(chosen(step.dice[1]), 0.2 + step.dice[2] * 2)


async def cut(world: World, step: Step) -> None:
    if page := world.page(step.dice[0]):
        page.proxy.cut()


async def refuse(world: World, step: Step) -> None:
    """The line is down for a while: what is open breaks, and nothing can be opened."""
    if page := world.page(step.dice[0]):
        page.proxy.refusing = True
        page.proxy.cut()
        await asyncio.sleep(step.dice[1] * 3)
        page.proxy.refusing = False


async def freeze(world: World, step: Step) -> None:
    if page := world.page(step.dice[0]):
        page.proxy.freeze()
        await asyncio.sleep(step.dice[1] * 3)
        page.proxy.thaw()


async def freeze_and_cut(world: World, step: Step) -> None:
    """What was on its way when the line froze never arrives."""
    if page := world.page(step.dice[0]):
        page.proxy.freeze()
        await asyncio.sleep(step.dice[1] * 3)
        page.proxy.cut()
        page.proxy.thaw()


async def delay(world: World, step: Step) -> None:
    if page := world.page(step.dice[0]):
        page.proxy.delay = 0.02 + step.dice[1] * 0.4


async def split(world: World, step: Step) -> None:
    if page := world.page(step.dice[0]):
        page.proxy.splitting = True


async def heal(world: World, step: Step) -> None:
    if page := world.page(step.dice[0]):
        page.proxy.heal()


DEEDS: Deeds = SIGN_IN_DEEDS | {
    deed.__name__: deed
    for deed in (
        *(post, post_lines, post_odd, post_burst, reply, edit, delete, react, pin, rename, rename_person),
        *(remove, add, leave, join, change_kind),
        *(browse, load_older, open_page, close_page, reload),
        *(cut, refuse, freeze, freeze_and_cut, delay, split, heal),
    )
}
