import re

from playwright.sync_api import Page, expect

from tests.support.browser import REFUSED, Complaints
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits


def in_log(page: Page) -> list[str]:
    return page.locator("li.message .body").all_inner_texts()


def test_without_javascript_each_action_is_a_page(visits: Visits, room: int, elsewhere: Elsewhere) -> None:
    elsewhere.post(room, "alice", "first try")
    alice = visits.person("alice", java_script_enabled=False)
    alice.goto(f"/rooms/{room}/")
    alice.get_by_role("button", name="Message actions").click()
    expect(alice.get_by_role("heading", name="Message actions")).to_be_visible()
    alice.get_by_role("link", name="Source").click()
    expect(alice.locator("pre")).to_have_text("first try")
    alice.go_back()
    alice.get_by_role("link", name="Edit", exact=True).click()
    alice.get_by_role("textbox", name="Message").fill("second try")
    alice.get_by_role("button", name="Save").click()
    expect(alice).to_have_url(re.compile(rf"/rooms/{room}/messages/\d+/#m\d+$"))
    assert in_log(alice) == ["second try"]
    alice.get_by_role("button", name="Message actions").click()
    alice.get_by_role("link", name="History").click()
    expect(alice.locator("pre")).to_have_text(["first try", "second try"])
    alice.go_back()
    alice.get_by_role("link", name="Copy link").click()
    expect(alice).to_have_url(re.compile(rf"/rooms/{room}/messages/\d+/#m\d+$"))
    alice.get_by_role("button", name="Message actions").click()
    alice.get_by_role("link", name="Delete").click()
    expect(alice.get_by_role("heading", name="Delete this message?")).to_be_visible()
    alice.get_by_role("button", name="Delete").click()
    expect(alice.locator("li.message")).to_contain_text("This message was deleted.")


def test_without_javascript_a_refused_text_stays_beside_its_error(
    visits: Visits, room: int, elsewhere: Elsewhere, complaints: Complaints
) -> None:
    complaints.allow(REFUSED)
    position = elsewhere.post(room, "alice", "hello")
    alice = visits.person("alice", java_script_enabled=False)
    alice.goto(f"/rooms/{room}/messages/{position}/edit/")
    alice.get_by_role("textbox", name="Message").fill("y" * 4001)
    alice.get_by_role("button", name="Save").click()
    expect(alice.get_by_role("alert")).to_contain_text("This message has 4001 characters.")
    expect(alice.get_by_role("textbox", name="Message")).to_have_value("y" * 4001)
