"""python -m bench [page …]: measure the pages, print a table, write var/bench/latest.json.

DISTRICT=45 measures a whole district beside the school, DISTRICT=0 none; SECONDS=3 is how long each
of the three runs lasts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.client import (
    CONNECTIONS,
    Asker,
    WrongAnswer,
    in_turns,
    pasting,
    reading,
    saving,
    together,
)
from bench.middleware import HEADER
from bench.paper import measured
from bench.places import Place, places, prepare
from bench.server import web
from bench.snapshot import snapshot_row
from tools.paths import CHECKOUT, LOG, PYTHON, VAR
from tools.say import Refusal, line, refuse
from tools.with_services import environment_for

PAPER = "paper"
RUNS = 3
REQUESTS = 60
PAGES = (
    "journal",
    "lesson",
    "diary",
    "save",
    "paste",
    "class",
    "attendance",
    "control",
    "compliance",
    "monitoring",
)
Row = dict[str, Any]
COLUMNS = ("page", "scale", "median_ms", "p95_ms", "rps", "sql", "bytes", "ratio")


def askers(port: int, page: dict[str, Any]) -> list[Asker]:
    """Sixteen connections: readers of one page, or writers of a cell each; or some who paste a
    thousand cells each into a journal of their own."""
    if "blocks" in page:
        return [Asker(port, pasting(block)) for block in page["blocks"]]
    session = page["session"]
    if "cells" in page:
        return [Asker(port, saving(cell["url"], session)) for cell in page["cells"]]
    return [Asker(port, reading(page["url"], session)) for _ in range(CONNECTIONS)]


def scene_of(environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [str(PYTHON), "-m", "bench.scene"],
        cwd=CHECKOUT,
        env={**os.environ, **environment, "LOG_LEVEL": "WARNING"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refusal(f"The people of the bench could not be chosen:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def counted(environment: dict[str, str], pages: dict[str, dict]) -> dict[str, tuple[int, int]]:
    """SQL statements and bytes of each page, by a server that counts (and is not timed)."""
    found = {}
    with web(environment, counting=True) as port:
        for name, page in pages.items():
            one = askers(port, page)[0]
            for _ in range(4):
                one.ask()
            found[name] = (int(one.headers[HEADER]), one.size)
            one.close()
    return found


@dataclass(slots=True, kw_only=True)
class Stage:
    """A place with its people, its counts and its running server."""

    place: Place
    scene: dict[str, Any]
    counts: dict[str, tuple[int, int]]
    port: int

    def page(self, name: str) -> dict[str, Any]:
        return self.scene["empty"] if name == "empty" else self.scene["pages"][name]


def set_up(place: Place, environment: dict[str, str], names: list[str], stack: ExitStack) -> Stage:
    """Count the statements of each page, then start the server that is timed."""
    scene = scene_of(environment)
    line(f"{place.title}; journal page: {scene['about']}")
    pages = {"empty": scene["empty"], **scene["pages"]}
    counts = counted(environment, {name: pages[name] for name in names})
    scene = scene_of(environment)  # the counting server has written into the cells
    port = stack.enter_context(web(environment, counting=False))
    stage = Stage(place=place, scene=scene, counts=counts, port=port)
    for name in names:  # both processes load templates and connect before anything is timed
        if name not in ("save", "paste"):
            together(askers(port, stage.page(name)), seconds=0.7)
    return stage


def measure(name: str, stages: list[Stage]) -> list[Row]:
    """One page everywhere: alone, school and district in turns; then together with others, in
    turns with the empty page."""
    mine = [askers(stage.port, stage.page(name)) for stage in stages]
    lone = in_turns([own[0] for own in mine], requests=REQUESTS)
    rows = []
    for stage, own, (middle, p95) in zip(stages, mine, lone, strict=True):
        rps, share = _throughput(own, askers(stage.port, stage.scene["empty"]))
        row: Row = {"page": name, "scale": stage.place.scale}
        row |= {"median_ms": round(middle, 2), "p95_ms": round(p95, 2), "rps": round(rps, 1)}
        row |= {"sql": stage.counts[name][0], "bytes": stage.counts[name][1]}
        row["ratio"] = 1.0 if name == "empty" else round(share, 3)
        rows.append(row)
        print(_line(row), flush=True)
    return rows


def _throughput(mine: list[Asker], empty: list[Asker]) -> tuple[float, float]:
    """Requests per second, and their share of the empty page's; medians of three runs."""
    seconds = float(os.environ.get("SECONDS") or 2)
    runs, shares = [], []
    for _ in range(RUNS):
        base = together(empty, seconds=seconds)
        runs.append(together(mine, seconds=seconds))
        shares.append(runs[-1] / base)
    for one in (*mine, *empty):
        one.close()
    return median(runs), median(shares)


def _line(row: Row) -> str:
    return "".join(f"{row[name]!s:>12}" for name in COLUMNS)


def _compare(rows: list[Row]) -> None:
    """What the pages of the district cost against those of the school."""
    by = {(row["page"], row["scale"]): row for row in rows}
    for (page, scale), row in by.items():
        school = by.get((page, "school"))
        if scale == "district" and school:
            times = row["median_ms"] / school["median_ms"]
            print(f"{page:>12}: district / school = {times:.2f}")


def main() -> int:
    for folder in (LOG, VAR / "bench"):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        with environment_for(for_tests=False) as environment:
            ready = [(place, prepare(place, environment)) for place in places()]
            asked = sys.argv[1:] or [*PAGES, PAPER]
            names = ["empty", *(name for name in PAGES if name in asked)]
            paper = [measured(ready[0][1])] if PAPER in asked else []
            if asked == [PAPER]:
                return _write(paper)
            with ExitStack() as stack:
                stages = [set_up(place, own, names, stack) for place, own in ready]
                print("".join(f"{name:>12}" for name in COLUMNS))
                rows = [row for name in names for row in measure(name, stages)]
            if not sys.argv[1:] or "snapshot" in sys.argv[1:]:
                rows += [snapshot_row(place, own) for place, own in ready]
                print("\n".join(_line(row) for row in rows[-len(ready) :]), flush=True)
    except (Refusal, WrongAnswer) as problem:
        refuse(str(problem))
    _compare(rows)
    return _write([*rows, *paper])


def _write(rows: list[Row]) -> int:
    (VAR / "bench" / "latest.json").write_text(json.dumps(rows, indent=1))
    for row in rows:
        if row["page"] == PAPER:
            print(", ".join(f"{name} {value}" for name, value in row.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
