"""A Parley with the demo in it, as in production but for plain http, and people who are signed in there."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.support.people import sign_in
from tests.support.server import ROOT, SETTINGS, ParleyServer, run


@dataclass
class Site:
    """A running server, the keys of what is in it, and what the browsers of its people keep."""

    server: ParleyServer
    keys: dict[str, Any]
    cookies: dict[str, Any]

    def browser_of(self, browser: Browser, person: str | None, **options: Any) -> BrowserContext:
        """Return a fresh browser of ``person``, or of a guest; ``options`` are Playwright's for a context."""
        state = {"storage_state": self.cookies[person]} if person else {}
        return browser.new_context(base_url=self.server.url, **state, **options)

    def look(self, **preferences: str) -> None:
        """Give everybody these preferences, by the names of the fields of a person."""
        program = (
            "import django; django.setup(); import json, sys; from accounts.models import User; "
            "User.objects.update(**json.loads(sys.argv[1]))"
        )
        settings = {"DJANGO_SETTINGS_MODULE": "site_config.settings"}
        run("-c", program, json.dumps(preferences), environment=self.server.environment | settings)


class _Prepared:
    """What ``ParleyServer`` wants of a template: its settings."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = settings


@contextmanager
def demo_site(browser: Browser, people: tuple[str, ...] = ("alice", "bob", "admin")) -> Iterator[Site]:
    """Give a site with the demo, and stop it and throw it away at the end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = f"sqlite:///{folder / 'demo.sqlite3'}"
        settings = SETTINGS | {"STATIC_ROOT": str(folder / "static"), "DATABASE_URL": address}
        kept = settings | {"MEDIA_ROOT": str(folder / "parley" / "media")}
        run("manage.py", "collectstatic", "--noinput", "--verbosity=0", environment=kept)
        seed = subprocess.run(
            [sys.executable, "-m", "tests.audit.seed"],
            cwd=ROOT,
            env=os.environ | kept | {"DEBUG": "yes"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=120,
        )
        keys = json.loads(seed.stdout)
        server = ParleyServer(_Prepared(settings), folder / "parley", database_url=address)  # type: ignore[arg-type]
        server.start()
        try:
            cookies = {}
            for person in people:
                context = browser.new_context()
                sign_in(context.new_page(), server, person)
                cookies[person] = context.storage_state()
                context.close()
            yield Site(server, keys, cookies)
        finally:
            server.close()
