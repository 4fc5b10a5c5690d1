"""Parley itself: the real site behind Daphne, with people signed in by their cookies."""

from .. import machine
from ..generator import Plan
from ..servers import Server, daphne, free_port
from ..world import ROOT, SITE_ENV, Scene
from .base import FORM_HEADERS, System, form

# As the room's page says it. Its list of rooms is never right, so that each viewer is sent theirs once.
HELLO = '{"type":"hello","cursor":"{cursor}","alerts_shown":"0","rooms_shown":"00000000","title":"Room - Parley"}'


class Parley(System):
    name = "parley"
    env: dict[str, str] = {}

    def start(self) -> None:
        self.database = f"sqlite:///{self.world.fresh_copy()}"
        self.servers = [self._daphne(free_port())]

    def _daphne(self, port: int, cores: set[int] | None = None) -> Server:
        command = daphne(port)
        return Server(
            [*command, "site_config.asgi:application"],
            port,
            self.log(),
            cwd=ROOT,
            env={
                **SITE_ENV,
                "DATABASE_URL": self.database,
                "STATIC_ROOT": str(self.world.static),
                **self.env,
            },
            **({"cores": cores} if cores else {}),
        )

    def restart(self) -> None:
        """Kill the server as a crash would, and start it again on the same port and data."""
        port = self.port
        self.servers[0].kill()
        self.servers[0] = self._daphne(port)

    def plan(self, scene: Scene) -> Plan:
        plan = Plan(ready='id="cursor"')
        rooms = self.world.rooms
        for n, seat in enumerate(scene.viewers):
            plan.viewer(
                self._port_for(n),
                seat.room,
                f"/ws/rooms/{rooms[seat.room]}/",
                headers=self.world.cookies(seat.person),
                hello=HELLO,
                cursor=self.world.cursor,
            )
        for n, seat in enumerate(scene.posters):
            path = f"/rooms/{rooms[seat.room]}/messages/"
            headers = FORM_HEADERS + self.world.cookies(seat.person)
            plan.post(self._port_for(n), seat.room, path, form(), headers=headers)
        return plan

    def storm_plan(self, scene: Scene) -> Plan:
        """Return the plan for pages that remember their cursor, as the real page does in its DOM."""
        plan = self.plan(scene)
        plan.cursor_mark = 'name="cursor" value="'
        return plan

    def page_plan(self) -> Plan:
        """Return a plan whose requests fetch the crowd's page, each for somebody else."""
        plan = Plan()
        for person in range(16):
            headers = f"Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\n{self.world.cookies(person)}"
            plan.get(self.port, 0, f"/rooms/{self.world.rooms[0]}/", headers=headers)
        return plan

    def _port_for(self, n: int) -> int:
        return self.servers[n % len(self.servers)].port


class PlainParley(Parley):
    """Parley with every message of a page rendered on every request."""

    name = "parley-plain"
    env = {"MESSAGE_FRAGMENTS": "0", "ROOM_FRAGMENTS": "0"}


class RedisParley(Parley):
    """Parley behind Redis. The servers may use every core: there are more of them than can be kept apart."""

    name = "redis-one"
    processes = 1
    _redis: Server | None = None

    def start(self) -> None:
        redis_port, cores = free_port(), set(machine.CORES)
        self._redis = Server(
            ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            redis_port,
            self.log("-redis"),
            cwd=self.world.directory,
            cores=cores,
        )
        self.env = {"REDIS_URL": f"redis://127.0.0.1:{redis_port}/0"}
        self.database = f"sqlite:///{self.world.fresh_copy()}"
        self.servers = []
        for _ in range(self.processes):
            self.servers.append(self._daphne(free_port(), cores))

    def stop(self) -> None:
        super().stop()
        if self._redis:
            self._redis.stop()

    def cpu_seconds(self) -> float:
        return super().cpu_seconds() + (machine.cpu_seconds(self._redis.pids) if self._redis else 0)


class RedisPair(RedisParley):
    name = "redis-two"
    processes = 2
