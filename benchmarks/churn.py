"""Measure whether memory grows while sessions come and go, as on a working day.

Run from the project's folder: ``.venv/bin/python -m benchmarks.churn --seconds 3600``. Viewers
come, look at two or three things and close the tab; left sessions are forgotten after a few seconds
here instead of five minutes, so that a short run shows what a day would. Printed: memory against
time, and a straight line through the second half of it.
"""

import argparse
import asyncio
import os
import random
import time
from pathlib import Path

import numpy as np

from benchmarks.load import STEPS
from benchmarks.serving import Served, serve
from benchmarks.streamlit_client import Viewer

FORGOTTEN_SECONDS = 5


async def come_and_go(served: Served, until: float, number: int, done: list[str]) -> None:
    """Be one viewer after the other until a moment."""
    chance = random.Random(number)
    while time.monotonic() < until:
        async with Viewer(served.url) as viewer:
            for page, query in chance.sample(STEPS, chance.randint(2, 3)):
                run = await viewer.open(page, **query)
                done += run.errors or [""]
                await asyncio.sleep(chance.random())


async def measure(served: Served, seconds: float, at_once: int) -> tuple[np.ndarray, list[str]]:
    """Return memory (rows of seconds, MB) and what every run said: "" or an error."""
    start, done, samples = time.monotonic(), [], []
    tasks = [
        asyncio.create_task(come_and_go(served, start + seconds, n, done)) for n in range(at_once)
    ]
    while time.monotonic() < start + seconds:
        samples.append((time.monotonic() - start, served.memory_mb()))
        await asyncio.sleep(max(1.0, seconds / 200))
    await asyncio.gather(*tasks)
    return np.array(samples), done


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=240.0)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--var", required=True, help="a filled folder (python -m data init)")
    options = parser.parse_args()
    os.environ["STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL"] = str(FORGOTTEN_SECONDS)
    with serve(Path(options.var), 1) as served:
        samples, done = asyncio.run(measure(served, options.seconds, options.at_once))
    half = samples[samples[:, 0] > options.seconds / 2]
    slope, _ = np.polyfit(half[:, 0], half[:, 1], 1)
    print("| minute | MB |\n|---|---|")
    for row in samples[:: max(1, len(samples) // 10)]:
        print(f"| {row[0] / 60:.1f} | {row[1]:.0f} |")
    errors = [text for text in done if text]
    print(f"\n{options.seconds:.0f} s, {len(done)} runs, {len(errors)} errors.")
    print(f"Second half: {slope * 3600:+.1f} MB an hour, {slope * 3600 / half[0, 1]:+.1%} an hour.")


if __name__ == "__main__":
    main()
