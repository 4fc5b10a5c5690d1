"""The generator counts exactly what a server lost, repeated, sent to the wrong room or refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.generator import MARKER, Generator, Plan, build

from .liar import Liar, Tamper

VIEWERS = 5


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("generator"))


@pytest.fixture
def talk(program: Path, tmp_path: Path) -> Iterator[Any]:
    """A function that lets five viewers hear ten messages through a liar, and returns the counts."""
    generators = []

    def run(tamper: Tamper, *, rooms: tuple[int, ...] = (0,), **how: Any) -> dict[str, Any]:
        with Liar(tamper, **how) as liar:
            plan = Plan()
            for n in range(VIEWERS):
                plan.viewer(liar.port, rooms[n % len(rooms)], "/")
            plan.post(liar.port, 0, "/", f"<p>so jazzy zq12 {MARKER} zqq</p>")
            generator = Generator(program, plan, tmp_path)
            generators.append(generator)
            generator.open(seconds=10)
            return generator.run(in_flight=2, seconds=5, most=10, drain=1.5)

    yield run
    for generator in generators:
        generator.close()


def faults(counts: dict[str, Any]) -> tuple[int, int, int]:
    return counts["lost"], counts["repeated"], counts["stray"]


def test_an_honest_server_has_no_faults(talk: Any) -> None:
    counts = talk(lambda viewer, number, body: [body])
    assert counts["posts"] == 10
    assert counts["deliveries"] == 10 * VIEWERS
    assert faults(counts) == (0, 0, 0)
    assert 0 < counts["p50"] <= counts["p99"] <= counts["most"] < 5000


def test_a_message_that_one_viewer_never_gets_is_lost(talk: Any) -> None:
    counts = talk(lambda viewer, number, body: [] if (viewer, number) == (2, 4) else [body])
    assert faults(counts) == (1, 0, 0)
    assert counts["deliveries"] == 10 * VIEWERS - 1


def test_a_message_that_comes_twice_is_repeated(talk: Any) -> None:
    counts = talk(lambda viewer, number, body: [body, body] if (viewer, number) == (0, 10) else [body])
    assert faults(counts) == (0, 1, 0)


def test_a_repetition_does_not_make_up_for_a_loss(talk: Any) -> None:
    def tamper(viewer: int, number: int, body: bytes) -> list[bytes]:
        if number != 3:
            return [body]
        return {0: [], 1: [body, body]}.get(viewer, [body])

    assert faults(talk(tamper)) == (1, 1, 0)


def test_messages_joined_in_one_frame_all_count(talk: Any) -> None:
    waiting: dict[int, bytes] = {}

    def join_in_pairs(viewer: int, number: int, body: bytes) -> list[bytes]:
        if viewer in waiting:
            return [waiting.pop(viewer) + body]
        waiting[viewer] = body
        return []

    counts = talk(join_in_pairs)
    assert counts["deliveries"] == 10 * VIEWERS
    assert faults(counts) == (0, 0, 0)


@pytest.mark.parametrize("size", [0, 200, 70_000])
def test_frames_that_arrive_in_pieces_count_once(talk: Any, size: int) -> None:
    counts = talk(lambda viewer, number, body: [b"x" * size + body], split=7 if size < 1000 else 9_001)
    assert counts["deliveries"] == 10 * VIEWERS
    assert faults(counts) == (0, 0, 0)


def test_what_reaches_another_room_is_astray(talk: Any) -> None:
    counts = talk(lambda viewer, number, body: [body], rooms=(0, 1))
    # Three viewers sit in the room that is written to, two do not and get everything all the same.
    assert faults(counts) == (0, 0, 20)


def test_a_refused_message_is_nobodys_loss(talk: Any) -> None:
    counts = talk(lambda viewer, number, body: [body], status=422)
    assert (counts["posts"], counts["refused"]) == (0, 10)
    assert faults(counts) == (0, 0, 0)
