"""socket.io, and `ws` alone, on Node with better-sqlite3; nobody is signed in."""

import subprocess

from ..generator import Plan
from ..servers import Server, free_port
from ..world import ROOT, Scene
from .base import FORM_HEADERS, System, form

BASELINE = ROOT / "bench" / "baselines" / "node"


class Node(System):
    script: str
    ready = ""
    hello = ""
    path: str

    @staticmethod
    def install() -> None:
        if not (BASELINE / "node_modules").exists():
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=BASELINE, check=True)

    def start(self) -> None:
        port = free_port()
        command = ["node", str(BASELINE / self.script), str(port), str(self.world.fresh_copy())]
        self.servers = [Server(command, port, self.log(), cwd=BASELINE, env={"NODE_ENV": "production"})]

    def plan(self, scene: Scene) -> Plan:
        plan = Plan(ready=self.ready)
        rooms = self.world.rooms
        for seat in scene.viewers:
            plan.viewer(self.port, seat.room, f"{self.path}room={rooms[seat.room]}", hello=self.hello)
        for seat in scene.posters:
            author = self.world.users[seat.person]
            plan.post(
                self.port, seat.room, f"/rooms/{rooms[seat.room]}/messages/{author}", form(), headers=FORM_HEADERS
            )
        return plan


class SocketIo(Node):
    name = "socket.io"
    script = "socketio.js"
    path = "/socket.io/?EIO=4&transport=websocket&"
    # "40" asks to join the main namespace; the answer has the session's id, and the server has joined the room by then.
    hello = "40"
    ready = '40{"sid"'


class PlainWs(Node):
    name = "ws"
    script = "plain.js"
    path = "/?"
