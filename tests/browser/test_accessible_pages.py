"""axe-core finds nothing on the pages where people spend their time. ``make audit`` looks at all of them."""

from tests.audit.axe import violations
from tests.audit.pages import open_menu
from tests.support.people import Visits


def test_axe_core_finds_nothing_on_the_main_pages(visits: Visits, general: int) -> None:
    guest = visits.stranger()
    guest.goto("/accounts/login/")
    assert violations(guest) == []
    alice = visits.enter("alice", general)
    assert violations(alice.page) == []
    open_menu(alice.page)
    assert violations(alice.page) == []
    for address in ("/", "/alerts/"):
        alice.page.goto(address)
        assert violations(alice.page) == []
