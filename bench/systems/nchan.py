"""nginx with nchan: a publisher and subscriber in C, with no database and nobody signed in."""

from ..generator import Plan
from ..servers import Server, free_port
from ..world import ROOT, Scene
from .base import WORDS, System

BASELINE = ROOT / "bench" / "baselines" / "nchan"
FRAGMENT = (ROOT / "bench" / "baselines" / "fragment.html").read_text()


class Nchan(System):
    name = "nchan"

    def start(self) -> None:
        port, directory = free_port(), self.world.directory
        config = directory / "nginx.conf"
        template = (BASELINE / "nginx.conf").read_text()
        config.write_text(template.replace("DIRECTORY", str(directory)).replace("PORT", str(port)))
        self.servers = [Server(["nginx", "-p", str(directory), "-c", str(config)], port, self.log(), cwd=directory)]

    def plan(self, scene: Scene) -> Plan:
        plan = Plan()
        for seat in scene.viewers:
            plan.viewer(self.port, seat.room, f"/room/{seat.room}")
        for seat in scene.posters:
            plan.post(self.port, seat.room, f"/post/{seat.room}", FRAGMENT.replace("{{ words }}", WORDS))
        return plan
