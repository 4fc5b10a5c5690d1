"""The chat that tutorials for Channels build, on the same Daphne, storing in the same table."""

from ..generator import Plan
from ..servers import Server, daphne, free_port
from ..world import ROOT, SITE_ENV, Scene
from .base import FORM_HEADERS, System, form


class Tutorial(System):
    name = "tutorial"
    # It delivers about a thousand messages a second: these take half a minute.
    budgets = {"crowd": 32, "single": 10, "large": 8, "warm": 1}

    def start(self) -> None:
        port = free_port()
        env = {
            **SITE_ENV,
            "DATABASE_URL": f"sqlite:///{self.world.fresh_copy()}",
            "DJANGO_SETTINGS_MODULE": "bench.baselines.tutorial.settings",
        }
        command = [*daphne(port), "bench.baselines.tutorial.asgi:application"]
        self.servers = [Server(command, port, self.log(), cwd=ROOT, env=env)]

    def plan(self, scene: Scene) -> Plan:
        plan = Plan()
        rooms = self.world.rooms
        for seat in scene.viewers:
            cookies = self.world.cookies(seat.person)
            plan.viewer(self.port, seat.room, f"/ws/rooms/{rooms[seat.room]}/", headers=cookies)
        for seat in scene.posters:
            headers = FORM_HEADERS + self.world.cookies(seat.person)
            plan.post(self.port, seat.room, f"/rooms/{rooms[seat.room]}/messages/", form(), headers=headers)
        return plan
