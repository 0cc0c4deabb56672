"""Measure many viewers at once: each changes a filter every few seconds, as at a meeting.

Run from the project's folder: ``.venv/bin/python -m benchmarks.load``. It makes a store of its own,
serves it with one process and with two behind nginx, and prints Markdown tables. Viewers and
servers share the machine, so a row speaks of both; every row is also given as a ratio to one viewer
of the same set-up.
"""

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.serving import Served, prepare_store, serve
from benchmarks.streamlit_client import Viewer

THINK_SECONDS = 5.0
ALONE_SECONDS = 1.0
"""How long the one viewer all others are compared with thinks: more runs, the same machine."""

SPREAD = 0.5
STEPS: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {"province": "66"}),
    ("", {"province": "66", "district": "645"}),
    ("", {"province": "66", "date": "2020-12-31"}),
    ("", {"province": "66", "district": "648"}),
    ("", {"province": "67"}),
    ("ban-do", {"province": "66"}),
    ("ban-do", {"province": "66", "layer": "band"}),
    ("ban-do", {"province": "66", "district": "649"}),
    ("ban-do", {"province": "20"}),
    ("muc-tieu", {"province": "66"}),
    ("muc-tieu", {"province": "20"}),
    ("tieu-chi", {"province": "66"}),
    ("tieu-chi", {"province": "66", "district": "645"}),
    ("ho-so-xa", {"province": "66"}),
)
"""What a viewer looks at: page and filters. Most changes stay on a page, as readers' do."""

STAY = 0.75
"""Share of the changes that keep the page."""


@dataclass
class Result:
    """What one row of the table says."""

    viewers: int
    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cpu: float = 0.0
    memory_mb: float = 0.0
    duration: float = 0.0

    def quantile(self, share: float) -> float:
        """Return the latency that a share of the runs stays under, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def view(
    served: Served, number: int, until: float, result: Result, warm_until: float
) -> None:
    """Be one viewer until a moment; runs before ``warm_until`` are not counted."""
    chance = random.Random(number)
    think = THINK_SECONDS if result.viewers > 1 else ALONE_SECONDS
    await asyncio.sleep(chance.random() * min(think, warm_until - time.monotonic()))
    page, query = chance.choice(STEPS)
    try:
        async with Viewer(served.url, served.cookies_of(number)) as viewer:
            await viewer.open(page, **query)
            while True:
                pause = think * (1 + SPREAD * (2 * chance.random() - 1))
                if time.monotonic() + pause > until:
                    return
                await asyncio.sleep(pause)
                page, query = _next(chance, page, query)
                run = await viewer.open(page, **query)
                if time.monotonic() > warm_until:
                    result.seconds.append(run.seconds)
                    result.sizes.append(run.size)
                result.errors += run.errors
    except Exception as error:  # a viewer that is thrown out is what is measured
        result.errors.append(f"{type(error).__name__}: {error}")


def _next(chance: random.Random, page: str, query: dict[str, str]) -> tuple[str, dict[str, str]]:
    same = [step for step in STEPS if step[0] == page and step[1] != query]
    if same and chance.random() < STAY:
        return chance.choice(same)
    return chance.choice([step for step in STEPS if step != (page, query)])


async def measure(served: Served, viewers: int, seconds: float, warm: float) -> Result:
    """Let viewers in, wait until all have seen their first page, then count."""
    result = Result(viewers)
    start = time.monotonic()
    tasks = [
        asyncio.create_task(view(served, n, start + warm + seconds, result, start + warm))
        for n in range(viewers)
    ]
    await asyncio.sleep(warm)
    cpu = served.cpu_seconds()
    await asyncio.sleep(max(0.0, seconds - 1))
    result.cpu = (served.cpu_seconds() - cpu) / max(seconds - 1, 1)
    result.memory_mb = served.memory_mb()
    await asyncio.gather(*tasks)
    result.duration = seconds
    return result


def print_table(title: str, results: list[Result], base_mb: float) -> None:
    """Print the rows of one set-up; ratios are to its first row, one viewer."""
    one = results[0]
    print(f"\n### {title}\n")
    print(
        "| viewers | reruns | /s | p50 × one | p95 × one | p50 ms | p95 ms | CPU-ms a rerun |"
        " MB a session | kB a rerun | errors |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for row in results:
        p50, p95 = row.quantile(0.5), row.quantile(0.95)
        a_session = (row.memory_mb - one.memory_mb) / max(row.viewers - 1, 1)
        rate = len(row.seconds) / row.duration
        print(
            f"| {row.viewers} | {len(row.seconds)} | {rate:.1f} "
            f"| {p50 / one.quantile(0.5):.2f} | {p95 / one.quantile(0.95):.2f} "
            f"| {p50:.0f} | {p95:.0f} | {1000 * row.cpu / max(rate, 0.01):.0f} "
            f"| {a_session:.2f} | {statistics.mean(row.sizes) / 1000:.1f} | {len(row.errors)} |"
        )
    print(f"\nMemory before the first viewer {base_mb:.0f} MB, with one {one.memory_mb:.0f} MB.")
    for text in sorted({error for row in results for error in row.errors})[:5]:
        print(f"error seen: {text}")


@contextmanager
def _store(kept: str | None) -> Iterator[Path]:
    if kept:
        yield Path(kept)
        return
    with tempfile.TemporaryDirectory() as folder:
        prepare_store(Path(folder))
        yield Path(folder)


async def run(options: argparse.Namespace, served: Served) -> None:
    """Measure every number of viewers on one set-up."""
    async with Viewer(served.url) as first:
        if "71/152" not in (await first.open("", province="66")).text:
            raise SystemExit("the dashboard shows no figures; nothing worth measuring")
    base_mb = served.memory_mb()
    for page, query in STEPS:
        async with Viewer(served.url, served.cookies_of(0)) as viewer:
            await viewer.open(page, **query)
        async with Viewer(served.url, served.cookies_of(1)) as viewer:
            await viewer.open(page, **query)
    results = []
    for viewers in options.viewers:
        results.append(await measure(served, viewers, options.seconds, options.warm))
        await asyncio.sleep(options.rest)
    print_table(served.title, results, base_mb)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--viewers", type=lambda t: [int(v) for v in t.split(",")], default=[1, 10, 50, 100, 200]
    )
    parser.add_argument(
        "--processes", type=lambda t: [int(v) for v in t.split(",")], default=[1, 2]
    )
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--warm", type=float, default=10.0)
    parser.add_argument("--rest", type=float, default=3.0)
    parser.add_argument("--var", help="a filled folder to use instead of making one")
    options = parser.parse_args()
    with _store(options.var or os.environ.get("NTM_BENCHMARK_VAR")) as var:
        for processes in options.processes:
            with serve(var, processes) as served:
                asyncio.run(run(options, served))


if __name__ == "__main__":
    main()
