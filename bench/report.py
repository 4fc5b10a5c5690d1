"""Turns results into tables: medians, their spread, and ratios."""

from collections.abc import Callable, Iterable
from statistics import median

from .scenarios import Result, Scenario

Row = list[str]


def _spread(values: Iterable[float], form: str = ",.0f") -> str:
    """Return the median, and the least and the greatest behind it."""
    values = list(values)
    if len(values) == 1:
        return format(values[0], form)
    return f"{median(values):{form}} ({min(values):{form}}..{max(values):{form}})"


def _rate(results: list[Result]) -> float:
    return median(result.per_second for result in results)


def _latency(results: list[Result]) -> float:
    return median(result.counts["p50"] for result in results)


def _cpu(results: list[Result]) -> float:
    return median(result.cpu_us for result in results)


def _ratios(scenario: Scenario, kind: str, results: dict[str, list[Result]]) -> Row:
    """Return how a system compares by the scenario's figure, and by what it costs the server's CPU.

    The second changes less with what else the machine does.
    """
    base, own = results.get(scenario.against), results[kind]
    if not base:
        return ["-", "-"]
    figure = _latency(own) / _latency(base) if scenario.figure == "latency" else _rate(own) / _rate(base)
    return [f"{figure:.2f}", f"{_cpu(base) / _cpu(own):.2f}" if _cpu(own) else "-"]


def _count(results: list[Result], name: str) -> str:
    return f"{sum(result.counts[name] for result in results):,}"


def _faults(results: list[Result]) -> Row:
    lost = sum(result.counts["lost"] for result in results)
    unsent = sum(result.counts[name] for result in results for name in ("unanswered", "refused", "failed"))
    return [f"{lost:,}", _count(results, "repeated"), _count(results, "stray"), f"{unsent:,}"]


def _of(results: list[Result], figure: Callable[[Result], float], form: str = ",.0f") -> str:
    return _spread((figure(result) for result in results), form)


FAULTS = ["lost", "repeated", "stray", "not accepted"]


def _milliseconds(results: list[Result]) -> Row:
    return [_of(results, lambda result, name=name: result.counts[name], ",.1f") for name in ("p50", "p95", "p99")]


def _columns(scenario: Scenario) -> tuple[Row, Callable[[list[Result]], Row]]:
    """Return the heads of a scenario's columns, and what fills them."""
    if scenario.figure == "storm":
        heads = ["seconds down", "all back, with everything (s)", "back", "server CPU (s)", *FAULTS]
        return heads, lambda results: [
            _of(results, lambda result: result.extra["down"], ".1f"),
            _of(results, lambda result: result.counts["seconds"], ".1f"),
            _of(results, lambda result: result.extra["live"]),
            _of(results, lambda result: result.server_cpu, ".1f"),
            *_faults(results),
        ]
    if scenario.figure == "page":
        return [
            "pages/s",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "CPU us a page",
            "generator's core",
            "not answered",
        ], lambda results: [
            _of(results, lambda result: result.per_second),
            *_milliseconds(results),
            _of(results, lambda result: result.cpu_us),
            _of(results, lambda result: result.generator_share, ".0%"),
            _faults(results)[-1],
        ]
    rates, times = ["deliveries/s", "messages/s"], ["p50 ms", "p95 ms", "p99 ms"]
    figures = [*rates, *times, "CPU us a delivery", "KiB a socket", "bytes a delivery", "generator's core", *FAULTS]
    return figures, lambda results: [
        _of(results, lambda result: result.per_second),
        _of(results, lambda result: result.counts["posts"] / result.counts["seconds"]),
        *_milliseconds(results),
        _of(results, lambda result: result.cpu_us, ",.2f"),
        _of(results, lambda result: result.kib_per_socket, ".1f"),
        _of(results, lambda result: result.counts["bytes"] / max(1, result.counts["deliveries"])),
        _of(results, lambda result: result.generator_share, ".0%"),
        *_faults(results),
    ]


def table(scenario: Scenario, results: dict[str, list[Result]]) -> str:
    """Return a Markdown table: one row a system, ratios first."""
    heads, fill = _columns(scenario)
    what = "p50" if scenario.figure == "latency" else "rate"
    ratio = [f"{what} / {scenario.against}'s", f"CPU of {scenario.against} / own"] if scenario.against else []
    rows = [["", *ratio, *heads]]
    for kind, runs in results.items():
        rows.append([kind, *(_ratios(scenario, kind, results) if ratio else []), *fill(runs)])
    # Systems as columns read better than fifteen columns do.
    turned = [list(column) for column in zip(*rows, strict=True)]
    widths = [max(len(row[n]) for row in turned) for n in range(len(turned[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in turned
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    rounds = max(len(runs) for runs in results.values())
    return (
        f"### {scenario.name}: {scenario.title}\n\nMedian (least..greatest) of {rounds} interleaved rounds.\n\n"
        + "\n".join(lines)
    )
