import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browser import REFUSED, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import RoomPage, Visits
from tests.support.server import ParleyServer

AT_ONCE = 2_000


def in_another_tab(person: RoomPage, address: str) -> Page:
    page = person.page.context.new_page()
    page.goto(address)
    return page


def test_a_topic_and_a_role_show_on_the_others_page(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.send("/topic Lunch at one")
    for person in (alice, bob):
        expect(person.page.locator("#room-topic")).to_have_text("Lunch at one", timeout=AT_ONCE)
        expect(person.bodies).to_have_count(0)
    people = in_another_tab(alice, f"/rooms/{room}/people/")
    people.get_by_role("button", name="Make Bob a moderator").click()
    expect(people.get_by_text("Bob is a moderator now.")).to_be_visible()
    expect(bob.page.locator("#members")).to_contain_text("Moderator", timeout=AT_ONCE)


def test_an_archived_room_takes_the_composer_away_and_gives_it_back(visits: Visits, room: int) -> None:
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    bob.draft.fill("not yet said")
    settings = in_another_tab(alice, f"/rooms/{room}/settings/")
    settings.get_by_role("link", name="Archive it").click()
    settings.get_by_role("button", name="Archive it").click()
    expect(bob.page.get_by_text("This room is archived")).to_be_visible(timeout=AT_ONCE)
    expect(bob.draft).not_to_be_visible()
    expect(bob.page.locator(".rooms [aria-current] small")).to_have_text("archived")
    settings.get_by_role("link", name="Take it out of the archive").click()
    settings.get_by_role("button", name="Take it out").click()
    expect(bob.draft).to_have_value("not yet said", timeout=AT_ONCE)
    bob.send("now it is")
    alice.expect_bodies(["now it is"])


def test_a_deleted_room_says_so_on_the_others_page(visits: Visits, room: int, complaints: Complaints) -> None:
    complaints.allow(REFUSED)
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    name = alice.page.locator("#room-name").inner_text()
    settings = in_another_tab(alice, f"/rooms/{room}/settings/delete/")
    settings.get_by_role("button", name="Delete this room").click()
    expect(settings.get_by_text("Type the name exactly as it stands above.")).to_be_visible()
    settings.get_by_label("Name of the room").fill(name)
    settings.get_by_role("button", name="Delete this room").click()
    expect(settings).to_have_url("/")
    expect(bob.page.get_by_text("This room is no longer there.")).to_be_visible(timeout=AT_ONCE)


def test_two_people_talk_directly(visits: Visits, room: int) -> None:
    alice = visits.enter("alice", room)
    alice.page.get_by_role("link", name="Message Bob").click()
    expect(alice.page.get_by_role("textbox", name="People")).to_have_value("@bob")
    alice.page.get_by_role("button", name="Start").click()
    expect(alice.page.get_by_role("heading", name="Bob", exact=True)).to_be_visible()
    key = int(alice.page.url.rstrip("/").rpartition("/")[2])
    alice.expect_live()
    bob = visits.enter("bob", key)
    expect(bob.page.get_by_role("heading", name="Alice", exact=True)).to_be_visible()
    bob.send("just us")
    alice.expect_bodies(["just us"])
    bob.page.goto(f"/rooms/{room}/")
    bob.page.get_by_role("link", name="Message Alice").click()
    expect(bob.page).to_have_url(re.compile(rf"/rooms/{key}/$"))


def test_an_invitation_is_given_by_command_and_taken(visits: Visits, elsewhere: Elsewhere) -> None:
    room = elsewhere.make_room("By invitation", ["alice"])
    elsewhere.set_kind(room, "private")
    alice = visits.enter("alice", room)
    alice.send("/invite @carol")
    expect(alice.page.get_by_text("Invited: Carol.")).to_be_visible()
    carol = visits.person("carol")
    carol.goto("/")
    carol.get_by_role("button", name="Accept the invitation to By invitation").click()
    expect(carol.get_by_role("heading", name="By invitation")).to_be_visible()
    expect(alice.page.locator("#members")).to_contain_text("Carol", timeout=AT_ONCE)
    expect(carol.locator("#beat.live")).to_have_count(1)


def test_all_of_it_without_javascript(visits: Visits, own_parley: Callable[..., ParleyServer]) -> None:
    server = own_parley()
    alice = visits.person("alice", server, java_script_enabled=False)
    alice.goto("/rooms/new/")
    alice.get_by_label("Name").fill("Paper club")
    alice.get_by_label("Private").check()
    alice.get_by_role("button", name="Create room").click()
    alice.get_by_role("textbox", name="Message").fill("/topic All on paper")
    alice.get_by_role("button", name="Send", exact=True).click()
    expect(alice.locator("#room-topic")).to_have_text("All on paper")
    alice.get_by_role("link", name="Invite").click()
    alice.get_by_label("How many people").fill("1")
    alice.get_by_role("button", name="Make a link").click()
    link = alice.get_by_label("Link", exact=True).input_value()
    dora = visits.stranger(server, java_script_enabled=False)
    dora.goto(link)
    dora.get_by_role("button", name="Sign up to join").click()
    for field, text in {
        "username": "dora",
        "email": "dora@example.org",
        "password1": "a quite long one",
        "password2": "a quite long one",
    }.items():
        dora.locator(f"[name={field}]").fill(text)
    dora.locator("form:has([name=password1]) [type=submit]").click()
    expect(dora.get_by_role("heading", name="Paper club")).to_be_visible()
    alice.goto(alice.url.replace("invitations", "people"))
    alice.get_by_role("link", name="Hand this room over to dora").click()
    alice.get_by_role("button", name="Hand over").click()
    expect(alice.get_by_text("dora is the owner now, and you are a moderator.")).to_be_visible()
    dora.get_by_role("link", name="Settings").click()
    dora.get_by_role("link", name="Open it to everybody").click()
    expect(dora.get_by_text("Everything said here since the beginning becomes readable")).to_be_visible()
    dora.get_by_role("button", name="Open it to everybody").click()
    dora.get_by_role("link", name="Let guests read it").click()
    dora.get_by_role("button", name="Let anybody read it").click()
    guest = visits.stranger(server, java_script_enabled=False)
    guest.goto("/public/")
    guest.get_by_role("link", name="Paper club").click()
    expect(guest.get_by_text("All on paper")).to_be_visible()
    expect(guest.get_by_role("link", name="sign up", exact=True)).to_be_visible()
