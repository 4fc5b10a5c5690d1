"""What the generator itself can take; see baselines/ceiling.py."""

import sys

from ..servers import Server, free_port
from ..world import ROOT
from .nchan import Nchan


class Ceiling(Nchan):
    """Posts fragments and views as nchan's plan does, at a server that only hands on."""

    name = "ceiling"

    def start(self) -> None:
        port = free_port()
        self.servers = [
            Server([sys.executable, "-m", "bench.baselines.ceiling", str(port)], port, self.log(), cwd=ROOT)
        ]
