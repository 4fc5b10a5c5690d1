"""The workbench shows every fragment that has a contract, in each state, to staff and in development."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from rooms.contracts import CONTRACTS
from workbench.specimens import all_specimens


@pytest.fixture
def designer(alice: User) -> Client:
    alice.is_staff = True
    alice.save()
    browser = Client()
    browser.force_login(alice)
    return browser


def test_every_template_with_a_contract_is_listed(designer: Client) -> None:
    page = designer.get("/workbench/").text
    for contract in CONTRACTS:
        assert f"templates/{contract.template}</a>" in page


@pytest.mark.parametrize("slug", sorted(all_specimens()))
def test_every_state_of_a_specimen_is_shown(slug: str, designer: Client) -> None:
    specimen = all_specimens()[slug]
    page = designer.get(f"/workbench/{slug}/?theme=dark&zoom=200")
    assert page.status_code == 200
    assert specimen.states
    for number in range(len(specimen.states)):
        assert f"/workbench/{slug}/{number}/?theme=dark&amp;zoom=200" in page.text
        frame = designer.get(f"/workbench/{slug}/{number}/?theme=dark&zoom=200")
        assert frame.status_code == 200
        assert 'data-theme="dark"' in frame.text


def test_messages_are_shown_in_the_states_that_the_chat_has(designer: Client) -> None:
    states = all_specimens()["rooms--message"].states
    assert {"own", "other", "edited", "deleted", "pinned", "a long word", "a long name"} <= states.keys()
    assert {"only emoji", "right to left", "with files", "in a thread", "a reply"} <= states.keys()
    page = designer.get("/workbench/rooms--message/").text
    assert "One message: the same in the page" in page
    assert "data-author=" in page


def test_a_frame_may_be_shown_by_us_alone_and_runs_nothing(designer: Client) -> None:
    frame = designer.get("/workbench/rooms--room/0/")
    policy = frame.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'none'" in policy
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in designer.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/workbench/", "/workbench/rooms--message/", "/workbench/rooms--message/0/", "/workbench/me.css"]
)
def test_others_find_nothing(address: str, alice: User, settings: Any) -> None:
    browser = Client()
    assert browser.get(address).status_code == 404
    browser.force_login(alice)
    assert browser.get(address).status_code == 404
    settings.DEBUG = True
    assert browser.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/workbench/nothing/", "/workbench/nothing/0/", "/workbench/rooms--message/999/"])
def test_what_is_not_there_is_not_found(address: str, designer: Client) -> None:
    assert designer.get(address).status_code == 404
