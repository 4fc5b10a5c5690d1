"""Parley as a host runs it: PostgreSQL, Redis, Daphne, DEBUG off. What machines see of it, and what its log says."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support import programs
from tests.support.postgres import PostgresServer
from tests.support.redis import RedisServer

ROOT = Path(__file__).resolve().parent.parent


class Site:
    """One Daphne process as the Procfile starts it, and its log."""

    def __init__(self, database_url: str, redis_url: str, folder: Path) -> None:
        self.port = programs.free_port()
        self.log = folder / "log"
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DEBUG", "DJANGO_SETTINGS_MODULE")},
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "STATIC_ROOT": str(folder / "static"),
            "SECRET_KEY": "only for this test, and for nothing that anybody else can reach",
            "ALLOWED_HOSTS": "chat.example.org,127.0.0.1",
            "EMAIL_URL": "smtp://mail.example.org",
            "BEHIND_TLS_PROXY": "yes",
            # Tracebacks of warnings in the log are what one of the tests looks for.
            "PYTHONWARNINGS": "default",
        }
        self._manage("migrate", "-v0")
        self._manage("collectstatic", "--noinput", "-v0")
        command = [
            sys.executable,
            "-m",
            "daphne",
            "-b",
            "127.0.0.1",
            "-p",
            str(self.port),
            "site_config.asgi:application",
        ]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        programs.wait_until(self._is_alive, self.process)

    def _manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self._environment, check=True)

    def _is_alive(self) -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
        """Answer a GET as the proxy in front would send it on."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        given = {"Host": "chat.example.org", "X-Forwarded-Proto": "https"} | headers
        connection.request("GET", path, headers=given)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content


@pytest.fixture(scope="module")
def site(
    postgres_server: PostgresServer, redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    site = Site(postgres_server.url, redis_server.url, tmp_path_factory.mktemp("site"))
    yield site
    programs.end(site.process)


def static_address(site: Site, name: str) -> str:
    manifest = json.loads((site.log.parent / "static" / "staticfiles.json").read_text())
    return f"/static/{manifest['paths'][name]}"


def test_static_files_are_compressed_and_kept_for_ever(site: Site) -> None:
    address = static_address(site, "vendor/htmx/htmx.min.js")
    published = (ROOT / "static/vendor/htmx/htmx.min.js").read_bytes()
    plain, content = site.get(address)
    assert (plain.status, content) == (200, published)
    assert "immutable" in plain.headers["Cache-Control"]
    zipped, content = site.get(address, **{"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(content) == published
    brotli, content = site.get(address, **{"Accept-Encoding": "br, gzip"})
    assert brotli.headers["Content-Encoding"] == "br"
    assert len(content) < len(published) / 2
    unchanged, content = site.get(address, **{"If-None-Match": plain.headers["ETag"]})
    assert (unchanged.status, content) == (304, b"")
    part, content = site.get(address, Range="bytes=10-19")
    assert (part.status, content) == (206, published[10:20])


def test_pages_are_only_served_over_https(site: Site) -> None:
    assert site.get("/accounts/login/")[0].status == 200
    response, _ = site.get("/accounts/login/", **{"X-Forwarded-Proto": "http"})
    assert response.status == 301
    assert response.headers["Location"] == "https://chat.example.org/accounts/login/"


def test_a_host_that_is_not_ours_is_refused(site: Site) -> None:
    assert site.get("/accounts/login/", Host="evil.example")[0].status == 400


def test_ready_says_what_is_out_of_reach_and_recovers(
    site: Site, postgres_server: PostgresServer, redis_server: RedisServer
) -> None:
    def readiness() -> tuple[int, bytes]:
        response, content = site.get("/readyz")
        return response.status, content

    assert readiness() == (200, b"ready\n")
    redis_server.stop()
    assert readiness() == (503, b"not reached: channel layer\n")
    redis_server.start()
    assert readiness() == (200, b"ready\n")
    postgres_server.stop()
    assert readiness() == (503, b"not reached: database\n")
    assert site.get("/healthz")[0].status == 200
    postgres_server.start()
    assert readiness() == (200, b"ready\n")


def test_nothing_above_is_worth_a_warning_in_the_log(site: Site) -> None:
    site.get(static_address(site, "icons/parley.svg"))
    site.get("/favicon.ico")
    log = site.log.read_text()
    assert "/static/icons/parley." in log
    assert "Warning" not in log
    assert "Traceback" not in log
