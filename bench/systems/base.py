"""What every system that is measured has to do."""

from abc import ABC, abstractmethod
from pathlib import Path

from .. import machine
from ..generator import MARKER, SLOT, Plan
from ..servers import Server
from ..world import CSRF, Scene, World

# What is said: with the markup around it, a fragment of about 900 bytes, as a room page gets it.
WORDS = (
    f"Shall we meet at the usual place, say at half past seven? {MARKER} "
    "I could bring the plans along, and something to eat."
)
FORM_HEADERS = (
    "Content-Type: application/x-www-form-urlencoded\r\nHX-Request: true\r\nAccept: text/html\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
)


class System(ABC):
    """One kind of server. An instance is one run of it: started, driven by its plan, stopped."""

    name: str
    # The most messages to post in a scenario, where a whole run would take minutes.
    budgets: dict[str, int] = {}

    def __init__(self, world: World) -> None:
        self.world = world
        self.servers: list[Server] = []

    @staticmethod
    def install() -> None:
        """Fetch what the system needs and the repository does not have; most need nothing."""
        return

    @abstractmethod
    def start(self) -> None:
        """Start the servers, on a fresh copy of the world."""

    @abstractmethod
    def plan(self, scene: Scene) -> Plan:
        """Return what the generator has to do."""

    def stop(self) -> None:
        for server in reversed(self.servers):
            server.stop()
        self.servers = []

    @property
    def port(self) -> int:
        return self.servers[0].port

    def cpu_seconds(self) -> float:
        return machine.cpu_seconds(pid for server in self.servers for pid in server.pids)

    def resident_bytes(self) -> int:
        return machine.resident_bytes(pid for server in self.servers for pid in server.pids)

    def log(self, name: str = "") -> Path:
        return self.world.directory / f"{self.name}{name}.log"


def form() -> str:
    """Return a composer's form, encoded. A nonce is unique for its author, and every run has a database of its own."""
    words = WORDS.replace(" ", "+").replace(",", "%2C").replace("?", "%3F")
    return f"csrfmiddlewaretoken={CSRF}&composer=bench-composer&nonce=bench-{SLOT}&body={words}"
