"""Choosing how alerts reach one elsewhere, without JavaScript."""

from playwright.sync_api import expect

from tests.support.people import Visits


def test_mails_are_turned_off_and_a_feed_is_made_and_ended_without_javascript(visits: Visits) -> None:
    page = visits.person("carol", java_script_enabled=False)
    page.goto("/alerts/")
    page.get_by_role("link", name="Alerts elsewhere").click()
    expect(page.get_by_text("Mails go to carol@example.org.")).to_be_visible()
    page.get_by_label("Never").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Never")).to_be_checked()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link to my feed").input_value()
    # Whoever has the link needs no session.
    feed = visits.stranger().request.get(link)
    assert feed.status == 200
    assert "<title>Alerts of Carol in Parley</title>" in feed.text()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("button", name="Make a link")).to_be_visible()
    assert visits.stranger().request.get(link).status == 404
