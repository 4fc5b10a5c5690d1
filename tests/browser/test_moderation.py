"""A moderator keeps order: those watching see it at once, and without JavaScript it is forms and links."""

from playwright.sync_api import expect

from tests.support.browser import FORBIDDEN, REFUSED, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits

AT_ONCE = 2_000


def test_hiding_locking_and_banning_show_on_the_others_page(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    complaints.allow(FORBIDDEN)
    elsewhere.post(room, "bob", "buy cheap pills")
    elsewhere.post(room, "bob", "good morning")
    alice, bob = visits.enter("alice", room), visits.enter("bob", room)
    alice.message("buy cheap pills").get_by_role("button", name="Message actions").click()
    menu = alice.page.get_by_role("dialog", name="Message actions")
    menu.get_by_role("link", name="Hide").click()
    menu.get_by_label("Why").fill("No adverts")
    menu.get_by_role("button", name="Hide").click()
    for person in (alice, bob):
        expect(person.log).to_contain_text("This message was deleted. No adverts", timeout=AT_ONCE)
        expect(person.bodies).to_have_text(["good morning"])
    expect(menu).not_to_be_visible()
    moderation = alice.page.context.new_page()
    moderation.goto(f"/rooms/{room}/moderation/")
    moderation.get_by_label("Locked").check()
    moderation.get_by_role("button", name="Save").click()
    expect(bob.page.get_by_text("This room is locked")).to_be_visible(timeout=AT_ONCE)
    bob.send("let me in")
    expect(bob.error).to_contain_text("only its owners and moderators write here")
    expect(bob.draft).to_have_value("let me in")
    alice.send("thank you all")
    expect(bob.bodies).to_have_text(["good morning", "thank you all"], timeout=AT_ONCE)
    alice.message("good morning").get_by_role("button", name="Message actions").click()
    menu.get_by_role("link", name="Mute, ban").click()
    alice.page.get_by_role("link", name="Hide everything they wrote here").click()
    expect(alice.page.get_by_text("It hides 1 message.")).to_be_visible()
    alice.page.get_by_role("button", name="Hide").click()
    expect(bob.bodies).to_have_text(["thank you all"], timeout=AT_ONCE)
    alice.page.get_by_role("button", name="Undo").first.click()
    expect(bob.bodies).to_have_text(["good morning", "thank you all"], timeout=AT_ONCE)
    alice.page.get_by_role("button", name="Ban", exact=True).click()
    expect(bob.page.get_by_text("You are no longer a member of this room.")).to_be_visible(timeout=AT_ONCE)


def test_reporting_and_muting_without_javascript(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    elsewhere.post(room, "alice", "rude words")
    bob, alice = (visits.person(name, java_script_enabled=False) for name in ("bob", "alice"))
    bob.goto(f"/rooms/{room}/")
    bob.get_by_role("button", name="Message actions").click()
    bob.get_by_role("link", name="Report").click()
    bob.get_by_role("button", name="Report").click()
    expect(bob.get_by_text("Say why, so that the moderators know what to look for.")).to_be_visible()
    bob.get_by_label("What is wrong with it?").fill("It is rude.")
    bob.get_by_role("button", name="Report").click()
    expect(bob.get_by_text("The moderators of this room have been told.")).to_be_visible()
    alice.goto("/alerts/")
    alice.get_by_role("link", name="Bob reported a message.").click()
    alice.get_by_role("link", name="Look at report").click()
    expect(alice.locator(".reported")).to_contain_text("rude words")
    alice.get_by_label("What was done").fill("I am sorry.")
    alice.get_by_role("button", name="Dealt with").click()
    expect(alice.get_by_text("dealt with a report")).to_be_visible()
    alice.get_by_role("link", name="People").click()
    alice.get_by_role("link", name="Mute or ban Bob").click()
    alice.get_by_role("button", name="Mute").click()
    expect(alice.get_by_text("They only read here until")).to_be_visible()
    bob.goto(f"/rooms/{room}/")
    bob.get_by_role("textbox", name="Message").fill("not a word")
    bob.get_by_role("button", name="Send", exact=True).click()
    expect(bob.get_by_text("You are muted in this room until")).to_be_visible()
    expect(bob.get_by_role("textbox", name="Message")).to_have_value("not a word")
