"""Reporting a message: the moderators are alerted, and deal with it in a queue that says what was done."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from alerts.models import Alert
from rooms import conversation
from rooms.models import AuditEntry, Message, Report, Room

from .watching import browser_of


@pytest.fixture
def message(club: Room, dora: User, say) -> Message:
    said: Message = say(dora, "rude words")
    return said


def address(message: Message) -> str:
    return f"/rooms/{message.room_id}/messages/{message.position}/report/"


def test_a_member_reports_and_the_moderators_are_alerted(
    club: Room, message: Message, alice: User, bob: User, carol: User
) -> None:
    browser = browser_of(carol)
    assert "Report this message?" in browser.get(address(message)).text
    page = browser.post(address(message), {"reason": "It is rude."}).text
    assert "The moderators of this room have been told." in page
    report = Report.objects.get()
    assert (report.reporter, report.state, report.room) == (carol, "open", club)
    alerted = Alert.objects.filter(kind="note")
    assert {alert.user for alert in alerted} == {alice, bob}
    assert {alert.content for alert in alerted} == {"Carol reported a message."}
    # Twice is once.
    browser.post(address(message), {"reason": "It is rude!"})
    assert (Report.objects.count(), Alert.objects.filter(kind="note").count()) == (1, 2)


def test_without_a_reason_it_says_so_beside_the_field(message: Message, carol: User) -> None:
    refused = browser_of(carol).post(address(message), {"reason": " "})
    assert refused.status_code == 422
    assert "Say why, so that the moderators know what to look for." in refused.text
    too_long = browser_of(carol).post(address(message), {"reason": "x" * 501})
    assert "x" * 501 in too_long.text
    assert Report.objects.count() == 0
    with pytest.raises(ValidationError):
        conversation.report(message, carol, "")


def test_in_the_menu_of_a_live_room_the_form_comes_back_with_what_is_wrong(message: Message, carol: User) -> None:
    headers = {"HX-Request": "true"}
    refused = browser_of(carol).post(address(message), {"reason": ""}, headers=headers)
    assert (refused.status_code, "<html" in refused.text) == (200, False)
    assert "Say why" in refused.text
    done = browser_of(carol).post(address(message), {"reason": "rude"}, headers=headers)
    assert "have been told" in done.text


def test_ones_own_message_and_a_strangers_are_not_reported(message: Message, dora: User) -> None:
    assert browser_of(dora).post(address(message), {"reason": "mine"}).status_code == 403
    stranger = User.objects.create_user("stranger")
    assert browser_of(stranger).post(address(message), {"reason": "it"}).status_code == 403
    assert Report.objects.count() == 0


def test_the_queue_shows_what_was_said_around_it_and_what_was_done(
    club: Room, message: Message, alice: User, bob: User, carol: User, say
) -> None:
    say(carol, "an answer")
    report = conversation.report(message, carol, "It is rude.")
    moderator = browser_of(bob)
    assert "It is rude." in moderator.get(f"/rooms/{club.pk}/moderation/").text
    page_address = f"/rooms/{club.pk}/moderation/reports/{report.pk}/"
    page = moderator.get(page_address).text
    for words in ("rude words", "an answer", "It is rude.", "Carol"):
        assert words in page
    assert "Bob looks at it" in moderator.post(page_address, {"do": "assign"}, follow=True).text
    conversation.hide(message, bob, "be kind")
    page = moderator.post(page_address, {"do": "resolved", "outcome": "Hidden."}, follow=True).text
    for words in ("Resolved", "Hidden.", "hid somebody&#x27;s messages", "said who looks at a report"):
        assert words in page
    report.refresh_from_db()
    assert (report.state, report.assignee, report.outcome, bool(report.closed)) == ("resolved", bob, "Hidden.", True)
    # Nobody is called to what is dealt with.
    assert not Alert.objects.filter(kind="note").exists()
    assert "Open it again" in page
    moderator.post(page_address, {"do": "reopen"})
    report.refresh_from_db()
    assert (report.state, report.closed) == ("open", None)
    deeds = list(AuditEntry.objects.filter(action__startswith="report").order_by("pk").values_list("action", flat=True))
    assert deeds == ["report.assign", "report.resolved", "report.reopen"]


def test_an_unknown_deed_and_another_rooms_report_are_refused(
    club: Room, message: Message, alice: User, carol: User
) -> None:
    report = conversation.report(message, carol, "It is rude.")
    browser_of(alice).post(f"/rooms/{club.pk}/moderation/reports/{report.pk}/", {"do": "burn"})
    report.refresh_from_db()
    assert report.state == "open"
    with pytest.raises(ValidationError):
        conversation.close(report, alice, "burnt")
    other = conversation.create_room("Kitchen", alice)
    assert browser_of(alice).get(f"/rooms/{other.pk}/moderation/reports/{report.pk}/").status_code == 404


def test_a_report_of_what_was_deleted_keeps_no_words(club: Room, message: Message, bob: User, carol: User) -> None:
    report = conversation.report(message, carol, "It is rude.")
    conversation.delete(message, by=bob, reason="be kind")
    page = browser_of(bob).get(f"/rooms/{club.pk}/moderation/reports/{report.pk}/").text
    assert ("rude words" in page, "be kind" in page) == (False, True)
