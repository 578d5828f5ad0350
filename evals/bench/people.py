"""Many people at once on the web app: how long each waits for an answer.

    python -m evals.bench.people [--people 50] [--seconds 60] [--pause 0] [--docs docs/performance.md]

`specs serve` runs in a process of its own on loopback; each person asks questions of the development set by the API,
one after the other, and reads for about `--pause` seconds in between (0: asks again at once).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from corpus.errors import StoreError
from evals.bench.measures import questions

START_SECONDS = 180
CLASS_CODE = "3039MP"
BEGIN, END = "<!-- a run of evals.bench.people -->", "<!-- end of people -->"


@dataclass(frozen=True, slots=True)
class Waits:
    """What many people found: the seconds that each answer took, what failed, and for how long they asked."""

    seconds: tuple[float, ...]
    failed: tuple[str, ...]
    lasted: float

    def quantile(self, share: float) -> float:
        """The wait that this share of the answers did not exceed, in seconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


@contextmanager
def server() -> Iterator[str]:
    """`specs serve` on a free port of loopback, over a new home; its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with TemporaryDirectory() as home:
        environment = {**os.environ, "SPECS_HOME": home, "SPECS_RATE": "1000000", "HF_HUB_OFFLINE": "1"}
        command = [sys.executable, "-m", "assistant.cli", "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process)
            yield url
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            httpx.get(f"{url}/account", timeout=5)
        except httpx.TransportError:
            time.sleep(0.5)
            continue
        return
    raise StoreError("specs serve did not start", mend="specs serve")


async def ask(client: httpx.AsyncClient, question: str, class_code: str) -> None:
    """One question by the API, until its answer is there; raises where there is none."""
    sent = await client.post("/gradio_api/call/v2/ask", json={"question": question, "class_code": class_code})
    sent.raise_for_status()
    answer = await client.get(f"/gradio_api/call/v2/ask/{sent.json()['event_id']}")
    answer.raise_for_status()
    if "event: complete" not in answer.text:
        raise ValueError(answer.text[:200])
    outcome = json.loads(answer.text.rpartition("data: ")[2])[0]["outcome"]
    assert outcome


async def crowd(url: str, people: int, seconds: float, pause: float, asked: Sequence[str]) -> Waits:
    """So many people asking for so long, about the shipped class."""
    waits, failed = [], []
    started = time.perf_counter()

    async def person(number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.random() * (pause or 1))
        async with httpx.AsyncClient(base_url=url, timeout=60) as client:
            while time.perf_counter() - started < seconds:
                began = time.perf_counter()
                try:
                    await ask(client, chance.choice(asked), CLASS_CODE)
                except (httpx.HTTPError, ValueError, KeyError) as error:
                    failed.append(f"{type(error).__name__}: {error}")
                waits.append(time.perf_counter() - began)
                await asyncio.sleep(pause * (0.5 + chance.random()))

    await asyncio.gather(*(person(number) for number in range(people)))
    return Waits(tuple(waits), tuple(failed), time.perf_counter() - started)


def told(waits: Waits, people: int, pause: float) -> str:
    """The figures as a line of a table."""
    return (
        f"| {people} | {pause:g} s | {len(waits.seconds):,} | {len(waits.seconds) / waits.lasted:.0f} | "
        f"{1000 * statistics.median(waits.seconds):.0f} ms | {1000 * waits.quantile(0.95):.0f} ms | "
        f"{1000 * max(waits.seconds):.0f} ms | {len(waits.failed)} |"
    )


HEAD = "| people | pause | answers | a second | p50 | p95 | most | errors |\n|---|---|---|---|---|---|---|---|"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 1 where a request failed."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.people")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--pause", type=float, nargs="+", default=[0.0], help="seconds between an answer and the next question"
    )
    parser.add_argument("--docs", type=Path, help="write the table into this document, between its marks")
    options = parser.parse_args(arguments)
    asked = [item.question for item in questions(100, "3039mp-dev") if not item.history]
    rows, found = [], []
    with server() as url:
        asyncio.run(crowd(url, 5, 3, 0, asked))  # so that everything is loaded
        for pause in options.pause:
            found.append(asyncio.run(crowd(url, options.people, options.seconds, pause, asked)))
            rows.append(told(found[-1], options.people, pause))
    table = "\n".join([HEAD, *rows])
    sys.stdout.write(table + "\n" + "".join(f"{one}\n" for waits in found for one in waits.failed[:3]))
    if options.docs:
        text = options.docs.read_text(encoding="utf-8")
        pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
        options.docs.write_text(pattern.sub(lambda _: f"{BEGIN}\n\n{table}\n\n{END}", text), encoding="utf-8")
    return int(any(waits.failed for waits in found))


if __name__ == "__main__":
    raise SystemExit(main())
