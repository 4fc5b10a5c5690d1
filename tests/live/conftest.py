"""A Parley of its own for each test, and another process of the same site."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.elsewhere import Elsewhere
from tests.support.server import ParleyServer, Template


@pytest.fixture(scope="package")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def start_parley(template: Template, tmp_path: Path) -> Iterator[Callable[..., tuple[ParleyServer, Elsewhere]]]:
    """Return a function that starts a server, with settings by their names, and another process of its site."""
    started: list[ParleyServer | Elsewhere] = []

    def start(**settings: str) -> tuple[ParleyServer, Elsewhere]:
        server = ParleyServer(template, tmp_path / "parley", **settings)
        server.start()
        elsewhere = Elsewhere(server)
        started.extend([elsewhere, server])
        return server, elsewhere

    yield start
    for each in started:
        each.close()
