"""Topics of a year's lessons, works and homework, from `plans.txt` beside this module."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

USUAL = "usual"


@cache
def _plans() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Lines of the file by the words of their heading."""
    found: dict[tuple[str, ...], list[str]] = {}
    lines: list[str] = []
    for line in (Path(__file__).parent / "plans.txt").read_text().splitlines():
        if line.startswith("["):
            lines = found.setdefault(tuple(line.strip("[]").split()), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {heading: tuple(lines) for heading, lines in found.items()}


def _lines(what: str, key: str) -> tuple[str, ...]:
    return _plans().get((what, key)) or _plans()[what, USUAL]


@cache
def themes(key: str, grade: int) -> tuple[str, ...]:
    """The themes of a subject in a grade, in the order they are taught."""
    found: tuple[str, ...] = ()
    for heading, lines in _plans().items():
        if heading[:2] == ("themes", key):
            first, last = int(heading[2]), int(heading[3])
            if first <= grade <= last:
                return lines
            found = lines
    return found


@cache
def year_of_topics(key: str, grade: int, hours: int) -> tuple[str, ...]:
    """A topic for each of so many lessons: each theme takes its share of them in turn."""
    names, steps = themes(key, grade), _lines("steps", key)
    topics = []
    for number in range(hours):
        place = number * len(names) // hours
        began = -(-place * hours // len(names))
        topics.append(steps[(number - began) % len(steps)].format(names[place]))
    return tuple(topics)


def homework(key: str, rng: Random, number: int) -> str:
    """Homework after the number-th lesson of the course."""
    return _filled(rng.choice(_lines("homework", key)), rng, number)


def personal_homework(rng: Random, number: int) -> str:
    """What one student gets for themself."""
    return _filled(rng.choice(_lines("homework", "personal")), rng, number)


def work_kind(key: str, rng: Random) -> str:
    """The kind of a work in this subject, as `ground.KINDS` names it."""
    return rng.choice(_lines("works", key))


def work_title(kind: str, topic: str) -> str:
    """What a work is called in the journal."""
    theme = topic.split(": ")[0].removeprefix("Обобщение по теме ")
    theme = theme.removeprefix("Повторение по теме ")
    for ending in (". Закрепление", ". Решение задач", ". Упражнения", ". Обобщение"):
        theme = theme.removesuffix(ending)
    return f"{kind} по теме «{theme.strip('«»')}»"[:200]


def _filled(text: str, rng: Random, number: int) -> str:
    page, k = 4 * number + rng.randrange(3, 9), rng.randrange(1, 6)
    return text.format(
        p=number // 2 + 1,
        p2=number // 2 + 2,
        n=page,
        n2=page + rng.randrange(1, 4),
        k=k,
        k2=k + rng.randrange(1, 4),
    )
