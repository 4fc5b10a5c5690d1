"""What the operating system says: cores, limits, versions, and what a process has used."""

import os
import platform
import re
import resource
import subprocess
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

CORES = sorted(os.sched_getaffinity(0))
# The server has one core for itself and the generator another, so that neither slows the other down.
SERVER_CORES = {CORES[0]}
LOAD_CORES = {CORES[-1]}


def allow_many_files(count: int) -> None:
    """Let this process and its children open ``count`` files. Raises ``SystemExit`` where the hard limit is lower."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise SystemExit(f"{count} open files are needed and the hard limit is {hard}: see `ulimit -Hn`.")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return the CPU time that the processes have used, in seconds, in user and system mode."""
    total = 0
    for pid in pids:
        # The name of the program, in brackets, may hold spaces.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def resident_bytes(pids: Iterable[int]) -> int:
    """Return the memory that the processes hold in RAM, shared pages counted in each."""
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE for pid in pids)


def with_children(pid: int) -> list[int]:
    """Return ``pid`` and the processes below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += with_children(int(child))
    return found


def _first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return f"{command[0]}: not installed"
    return (done.stdout or done.stderr).strip().splitlines()[0]


def description() -> list[str]:
    """Return lines that say on what a result was measured."""
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    packages = ", ".join(f"{name} {version(name)}" for name in ("django", "channels", "daphne", "twisted", "autobahn"))
    return [
        f"{len(CORES)} cores of {processor[1] if processor else platform.machine()}, "
        f"{int(memory[1]) // 2**20 if memory else '?'} GiB, Linux {platform.release()}; "
        f"load before the run {os.getloadavg()[0]:.1f}",
        f"Python {platform.python_version()}, {packages}",
        f"node {_first_line('node', '--version')}, {_first_line('nginx', '-v')}, "
        f"{_first_line('redis-server', '--version').split(' sha')[0]}",
    ]
