"""A browser's half of the measurement: keep-alive connections that ask again and again."""

from __future__ import annotations

import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

CONNECTIONS, THREADS = 16, 4
Asked = tuple[str, str, dict[str, str], bytes | None]


class WrongAnswer(Exception):
    """A page did not answer as it should; then its speed says nothing."""


@dataclass(slots=True)
class Asker:
    """One keep-alive connection of somebody who is logged in."""

    port: int
    make: Callable[[], Asked]
    connection: http.client.HTTPConnection = field(init=False)
    headers: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self) -> float:
        """One request; returns seconds from asking to the last byte."""
        method, url, headers, body = self.make()
        began = time.perf_counter()
        self.connection.request(method, url, body=body, headers=headers)
        answer = self.connection.getresponse()
        content = answer.read()
        took = time.perf_counter() - began
        if answer.status != 200:
            raise WrongAnswer(f"{url}: status {answer.status}: {content[:300].decode()}")
        self.headers, self.size = dict(answer.getheaders()), len(content)
        return took

    def close(self) -> None:
        self.connection.close()


def reading(url: str, session: dict[str, str]) -> Callable[[], Asked]:
    """Opens the page again and again."""
    headers = {"Cookie": _cookies(session), "Accept-Language": "ru"}
    return lambda: ("GET", url, headers, None)


def saving(url: str, session: dict[str, str]) -> Callable[[], Asked]:
    """Writes 4 and 5 in turns into a cell of its own, each with a request key of its own."""
    headers = {
        "Cookie": _cookies(session),
        "X-CSRFToken": session["csrftoken"],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    values, seen = cycle("45"), ""

    def make() -> Asked:
        nonlocal seen
        text = next(values)
        fields = {"text": text, "seen": seen, "request_key": str(uuid.uuid4())}
        seen = text
        return ("POST", url, headers, urlencode(fields).encode())

    return make


def pasting(block: dict[str, Any]) -> Callable[[], Asked]:
    """Pastes a whole block of cells in one request, fours and fives in turns."""
    headers = {
        "Cookie": _cookies(block["session"]),
        "X-CSRFToken": block["session"]["csrftoken"],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    values, seen = cycle("45"), ""

    def make() -> Asked:
        nonlocal seen
        text = next(values)
        cells = [[lesson, student, text, seen, None, None] for lesson, student in block["cells"]]
        fields = {"cells": json.dumps(cells), "request_key": str(uuid.uuid4())}
        seen = text
        return ("POST", block["url"], headers, urlencode(fields).encode())

    return make


def _cookies(session: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in session.items())


def in_turns(askers: list[Asker], *, requests: int, warm_up: int = 5) -> list[tuple[float, float]]:
    """One client who asks each of these in turn, so that a busy moment of the machine hits all
    alike. Median and 95th percentile of each, in milliseconds."""
    times: list[list[float]] = [[] for _ in askers]
    for number in range(warm_up + requests):
        for asker, own in zip(askers, times, strict=True):
            took = asker.ask() * 1000
            if number >= warm_up:
                own.append(took)
    return [(median(own), quantiles(own, n=20)[-1]) for own in times]


def together(askers: list[Asker], *, seconds: float) -> float:
    """Requests per second of four clients who take turns over all connections."""
    border = time.perf_counter() + seconds
    counts, problems = [0] * THREADS, []

    def work(number: int) -> None:
        try:
            for asker in cycle(askers[number::THREADS]):
                if time.perf_counter() >= border:
                    return
                asker.ask()
                counts[number] += 1
        except Exception as error:
            problems.append(error)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return sum(counts) / (time.perf_counter() - began)
