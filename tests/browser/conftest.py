"""One Chromium and one Parley for all browser tests; a room of its own for each; silent consoles at the end of each."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.browser import Complaints, chromium
from tests.support.elsewhere import Elsewhere
from tests.support.people import Visits, cookies_of_everybody
from tests.support.server import ParleyServer, Template
from tests.support.uploads import notes, photo  # noqa: F401

_rooms = itertools.count(1)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Not for the whole session: while Playwright runs, the thread has an event loop, which Django's ORM refuses.
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def template(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="package")
def cookies(browser: Browser, template: Template, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the browsers of the cast keep: each has signed in, once, before the template was copied."""
    server = ParleyServer(template, tmp_path_factory.mktemp("door"), database_url=f"sqlite:///{template.file}")
    server.start()
    signed_in = cookies_of_everybody(browser, server)
    server.terminate()
    server.close()
    return signed_in


@pytest.fixture(scope="package")
def parley(
    template: Template, cookies: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ParleyServer]:
    """The server that most tests share. It is not to be stopped."""
    server = ParleyServer(template, tmp_path_factory.mktemp("parley"))
    server.start()
    yield server
    server.close()


@pytest.fixture(scope="package")
def elsewhere(parley: ParleyServer) -> Iterator[Elsewhere]:
    """Another process of the shared server's site."""
    process = Elsewhere(parley)
    yield process
    process.close()


@pytest.fixture
def own_parley(
    template: Template, cookies: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., ParleyServer]]:
    """Start a server of this test's own, with the given settings; the test may kill it."""
    servers = []

    def start(**settings: str) -> ParleyServer:
        server = ParleyServer(template, tmp_path_factory.mktemp("own"), **settings)
        servers.append(server)
        server.start()
        return server

    yield start
    tracebacks = [server.new_tracebacks() for server in servers]
    for server in servers:
        server.close()
    assert not any(tracebacks), "".join(tracebacks)


@pytest.fixture
def room(elsewhere: Elsewhere) -> int:
    """An empty room with Alice and Bob in it."""
    return int(elsewhere.make_room(f"Room {next(_rooms)}", ["alice", "bob"]))


@pytest.fixture
def general(elsewhere: Elsewhere) -> int:
    """The seeded room. Tests only read there."""
    return int(elsewhere.room_called("General"))


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    complaints = Complaints()
    yield complaints
    assert complaints.unexpected() == []


@pytest.fixture
def visits(
    browser: Browser, parley: ParleyServer, own_parley: object, cookies: dict[str, Any], complaints: Complaints
) -> Iterator[Visits]:
    # It asks for own_parley so that browsers close before the servers they look at.
    visits = Visits(browser, parley, cookies, complaints)
    yield visits
    visits.close()
    tracebacks = parley.new_tracebacks()
    assert not tracebacks, tracebacks


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Show the servers' logs with a failure."""
    report = yield
    if report.failed:
        found = [value for value in getattr(item, "funcargs", {}).values() if isinstance(value, ParleyServer)]
        for server in found:
            report.sections.append((f"log of {server.url}", server.log_tail()))
    return report
