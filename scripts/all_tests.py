"""Runs every test, in two lanes at once: those of the apps, on both set-ups, and those with browsers and whole servers.

Browsers wait more than they work, so both take hardly longer than the longer of them; the apps' lane, which is in no
hurry, gives way. What it has printed comes when the other has ended.
"""

import os
import subprocess
import sys
import tempfile
from functools import partial
from threading import Thread
from typing import IO

APPS = ["accounts", "alerts", "rooms", "site_config", "workbench"]
ON_BOTH_SETUPS = [["-m", "tests.on_postgres_and_redis", "pytest", *APPS], ["-m", "pytest", *APPS]]
WITH_BROWSERS = ["-m", "pytest", "tests", "bench"]
GIVES_WAY = 10


class Lane(Thread):
    """Runs Python with each of ``commands``, one after the other, into ``output``; a failure doesn't stop the next."""

    def __init__(self, commands: list[list[str]], output: IO[bytes]) -> None:
        super().__init__()
        self.commands, self.output = commands, output
        self.failed = False

    def run(self) -> None:
        for command in self.commands:
            give_way = partial(os.nice, GIVES_WAY)
            ended = subprocess.run(
                [sys.executable, *command], stdout=self.output, stderr=subprocess.STDOUT, preexec_fn=give_way
            )
            self.failed |= ended.returncode != 0


def main() -> int:
    """Run both lanes and return 0 where every test passed."""
    with tempfile.TemporaryFile() as printed:
        lane = Lane(ON_BOTH_SETUPS, printed)
        lane.start()
        failed = subprocess.run([sys.executable, *WITH_BROWSERS]).returncode != 0
        lane.join()
        printed.seek(0)
        sys.stdout.flush()
        sys.stdout.buffer.write(printed.read())
    return int(failed or lane.failed)


if __name__ == "__main__":
    sys.exit(main())
