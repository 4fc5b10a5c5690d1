"""The servers that tests start are real, private, and keep to what their classes promise."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from tests.support.postgres import PostgresServer
from tests.support.redis import RedisServer

ROOT = Path(__file__).resolve().parent.parent


def test_postgres_keeps_its_data_over_a_restart(postgres_server: PostgresServer) -> None:
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('Alice')")
    postgres_server.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres_server.url, connect_timeout=2)
    postgres_server.start()
    with psycopg.connect(postgres_server.url, autocommit=True) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("Alice",)]
        connection.execute("DROP TABLE kept")


def test_redis_comes_back_empty_on_the_same_port(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url, decode_responses=True) as client:
        client.set("word", "Alice")
        assert client.get("word") == "Alice"
        redis_server.stop()
        with pytest.raises(redis.ConnectionError):
            client.ping()
        redis_server.start()
        assert client.get("word") is None


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_servers_that_are_missing_are_a_failure_only_for_the_build_server(ci: str, code: int, tmp_path: Path) -> None:
    program = (
        "from tests import on_postgres_and_redis as runner\n"
        "from tests.support import programs\n"
        "programs.EXTRA_FOLDERS = []\n"
        "raise SystemExit(runner.main(['this_must_not_run']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path), "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "initdb is not installed" in done.stderr
