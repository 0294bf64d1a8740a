"""python -m bench [page …]: measure the pages, print a table, write var/bench/latest.json.

DISTRICT=45 measures a whole district beside the school, DISTRICT=0 none; SECONDS=3 is how long each
of the three runs lasts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median

from bench.client import CONNECTIONS, Asker, WrongAnswer, alone, reading, saving, together
from bench.middleware import HEADER
from bench.places import Place, places, prepare
from bench.server import web
from tools.paths import CHECKOUT, LOG, PYTHON, VAR
from tools.say import Refusal, line, refuse
from tools.with_services import environment_for

RUNS = 3
REQUESTS = 60
Row = dict[str, object]
COLUMNS = ("page", "scale", "median_ms", "p95_ms", "rps", "sql", "bytes", "ratio")


def askers(port: int, page: dict[str, object]) -> list[Asker]:
    """Sixteen connections: readers of one page, or writers of a cell each."""
    session = page["session"]
    if "cells" in page:
        return [Asker(port, saving(cell["url"], session)) for cell in page["cells"]]
    return [Asker(port, reading(page["url"], session)) for _ in range(CONNECTIONS)]


def scene_of(environment: dict[str, str]) -> dict[str, object]:
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


def measure(place: Place, environment: dict[str, str], wanted: list[str]) -> list[Row]:
    """All pages in one place, each in turns with the empty page."""
    scene = scene_of(environment)
    line(f"{place.title}; journal page: {scene['about']}")
    pages = {"empty": scene["empty"]} | {
        name: page for name, page in scene["pages"].items() if not wanted or name in wanted
    }
    counts = counted(environment, pages)
    scene = scene_of(environment)  # the counting server has written into the cells
    pages = {name: scene["pages"].get(name, scene["empty"]) for name in pages}
    rows = []
    with web(environment, counting=False) as port:
        _warm(port, pages)
        for name, page in pages.items():
            rows.append(_row(place, name, page, scene["empty"], port, counts[name]))
            print(_line(rows[-1]), flush=True)
    return rows


def _warm(port: int, pages: dict[str, dict]) -> None:
    """Both processes load templates and connect before anything is timed."""
    for name, page in pages.items():
        if name != "save":
            together(askers(port, page), seconds=0.7)


def _row(
    place: Place, name: str, page: dict, empty: dict, port: int, counts: tuple[int, int]
) -> Row:
    seconds = float(os.environ.get("SECONDS") or 2)
    mine, theirs = askers(port, page), askers(port, empty)
    middle, p95 = alone(mine[0], requests=REQUESTS)
    runs, shares = [], []
    for _ in range(RUNS):
        base = together(theirs, seconds=seconds)
        runs.append(together(mine, seconds=seconds))
        shares.append(runs[-1] / base)
    for one in (*mine, *theirs):
        one.close()
    return {
        "page": name,
        "scale": place.scale,
        "median_ms": round(middle, 2),
        "p95_ms": round(p95, 2),
        "rps": round(median(runs), 1),
        "sql": counts[0],
        "bytes": counts[1],
        "ratio": round(median(shares), 3),
    }


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
            print("".join(f"{name:>12}" for name in COLUMNS))
            rows = [row for place, own in ready for row in measure(place, own, sys.argv[1:])]
    except (Refusal, WrongAnswer) as problem:
        refuse(str(problem))
    (VAR / "bench" / "latest.json").write_text(json.dumps(rows, indent=1))
    _compare(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
