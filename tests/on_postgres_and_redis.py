"""Runs a Python module beside private PostgreSQL and Redis servers.

``python -m tests.on_postgres_and_redis pytest rooms`` runs pytest so.

Without the servers installed, it says so and succeeds; with CI=true it fails.
"""

import os
import subprocess
import sys

from .support.postgres import running_postgres
from .support.programs import NotInstalled
from .support.redis import running_redis


def main(arguments: list[str]) -> int:
    """Run ``python -m`` with ``arguments`` and return its exit code."""
    try:
        with running_postgres() as postgres, running_redis() as redis:
            print(f"On PostgreSQL (port {postgres.port}) and Redis (port {redis.port}):", flush=True)
            servers = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}
            return subprocess.run([sys.executable, "-m", *arguments], env={**os.environ, **servers}).returncode
    except NotInstalled as missing:
        print(f"Not run on PostgreSQL and Redis: {missing}.", file=sys.stderr, flush=True)
        return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
