"""What stands in a cell of a timetable: «Англ. яз. (1 гр.) Иванова 12 / Англ. яз. (2 гр.) …».

The grammar, as the template's help sheet explains it: entries are divided by «/» or a new line;
an entry is [weeks:] subject [(group)] [teacher] [room]. Subjects may be shortened as far as the
class has only one that fits; teacher and room may be left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.imports.cells import folded
from schedule.models import Weeks
from school.imports.readers import GroupLabel, group_label
from school.models import Course, Subject

_DIVIDER = re.compile(r"\s/\s|/{2}|\n|;")
_WEEKS = re.compile(
    r"^\s*\(?(?:нед(?:еля|\.)?\s*)?(?P<a>[aаAА]|нечёт\w*\.?|нечет\w*\.?)?"
    r"(?P<b>[bбBБ]|чёт\w*\.?|чет\w*\.?)?\s*(?:нед(?:еля|\.)?)?\s*(?::|\)\s*:?)\s*"
)
_WEEKS_AFTER = re.compile(
    r"\((?:нед(?:еля|\.)?\s*)?(?:(?P<a>[aа]|неч[её]т\w*)|(?P<b>[bб]|ч[её]т\w*))\.?"
    r"\s*(?:нед(?:еля|\.)?)?\)",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\((?P<in>[^)]*)\)|(?:^|\s)(?P<out>\d\s*(?:-?я\s*)?(?:под)?гр(?:уппа|\.)?)(?=\s|$)",
    re.IGNORECASE,
)
_ROOM = re.compile(
    r"(?:каб(?:инет|\.)?|ауд(?:итория|\.)?|к\.|room)\s*№?\s*(\S+)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a cell, its words sorted but not yet looked up. `words` is subject, teacher
    and perhaps the room; `room` is set where it was named as one."""

    words: str
    label: GroupLabel | None = None
    weeks: str = Weeks.EVERY
    room: str = ""


def entries(cell: str) -> list[Entry]:
    """The entries of a cell; a dash or nothing is none."""
    parts = [part.strip() for part in _DIVIDER.split(cell)]
    return [_entry(part) for part in parts if part.strip(" -–—.")]


def _entry(written: str) -> Entry:
    weeks, rest = _weeks(written)
    room = ""
    if found := _ROOM.search(rest):
        room, rest = found[1].strip("()., "), rest[: found.start()]
    label = None
    if found := _GROUP.search(rest):
        inside = (found["in"] or found["out"] or "").strip()
        label = group_label(inside) if inside else None
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    return Entry(words=" ".join(rest.split()).strip(" ,"), label=label, weeks=weeks, room=room)


def _weeks(written: str) -> tuple[str, str]:
    for pattern in (_WEEKS, _WEEKS_AFTER):
        found = pattern.search(written)
        if found and bool(found["a"]) != bool(found["b"]):
            rest = f"{written[: found.start()]} {written[found.end() :]}"
            return (Weeks.A if found["a"] else Weeks.B), rest.strip()
    return Weeks.EVERY, written


@dataclass(frozen=True, slots=True)
class Fit:
    """A subject that the first words may mean: how many words, how many of them written out."""

    subject: Subject
    words: int
    whole: int
    complete: bool


def subjects_meant(words: str, courses: Iterable[Course]) -> tuple[list[Subject], str]:
    """The subjects of the courses that the text begins with, the best fitting ones, and what
    follows them. One subject: understood; none or several: not."""
    tokens = words.split()
    subjects = {course.subject.name: course.subject for course in courses}
    fits = [
        fit
        for subject in subjects.values()
        for title in {subject.name, subject.short_name or subject.name}
        if (fit := _fit(subject, title, tokens))
    ]
    if not fits:
        return [], words
    best = max((fit.complete, fit.words, fit.whole) for fit in fits)
    chosen = [fit for fit in fits if (fit.complete, fit.words, fit.whole) == best]
    found = {fit.subject.name: fit.subject for fit in chosen}
    return list(found.values()), " ".join(tokens[best[1] :])


def _fit(subject: Subject, title: str, tokens: list[str]) -> Fit | None:
    """How far the first tokens spell the title, each whole or shortened."""
    spelt = _split(title)
    count = whole = 0
    for token, word in zip(tokens, spelt, strict=False):
        bare = folded(token.strip(",;:"))
        if bare == word:
            whole += 1
        elif not (word.startswith(bare) and (token.endswith(".") or len(bare) >= 3)):
            break
        count += 1
    if not count:
        return None
    return Fit(subject, count, whole, complete=count == len(spelt))


def _split(title: str) -> list[str]:
    return [folded(word.strip("(),;:")) for word in title.split()]
