"""Marks and absences as a family reads them: the sign, and what it means in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from journal.models import AbsenceKind, Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMark:
    """A mark, or the two marks of one work (4/3), with what stands behind it in words."""

    text: str
    tone: str
    kind: str
    words: str
    comment: str


@dataclass(frozen=True, slots=True)
class TaskFile:
    """A file that comes with homework."""

    pk: int
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Homework as this child sees it; `is_own` was set for this child alone or some."""

    text: str
    is_own: bool = False
    subject: str = ""
    minutes: int | None = None
    files: tuple[TaskFile, ...] = ()


def task_of(task: dict[str, Any], *, subject: str = "") -> Task:
    """Homework as the database's functions bring it."""
    return Task(
        text=task["text"],
        is_own=task["own"],
        subject=subject,
        minutes=task["minutes"],
        files=files_of(task["files"]),
    )


def files_of(rows: Iterable[list[Any]] | None) -> tuple[TaskFile, ...]:
    """The files of one homework."""
    return tuple(TaskFile(*row) for row in rows or ())


@dataclass(frozen=True, slots=True)
class Absence:
    """н, уп, б, оп and the word for it."""

    sign: str
    words: str
    is_missed: bool


def absence_of(kind: str | None, minutes: int | None) -> Absence | None:
    """None: nothing was noted."""
    if kind is None:
        return None
    found = AbsenceKind(kind)
    words = str(found.label)
    if minutes:
        words = _("late by %(minutes)s min") % {"minutes": minutes}
    return Absence(found.sign, words, found.is_missed)


def marks_of(marks: Iterable[dict[str, Any]], *, held_on: date) -> tuple[ShownMark, ...]:
    """The marks of one lesson's cell; the second part of a work (4/3) joins the first."""
    entries: dict[int, list[dict[str, Any]]] = {}
    for mark in marks:
        entries.setdefault(mark["first"] or mark["id"], []).append(mark)
    return tuple(_shown(parts, held_on) for parts in entries.values())


def day_month(day: date) -> str:
    """8 September"""
    return _day_month(day, get_language())


@lru_cache(maxsize=2000)
def _day_month(day: date, _language: str | None) -> str:
    return date_format(day, "j E")


def mark_text(points: int | None, sign: str) -> str:
    """5, 87, зач, ·"""
    return Sign(sign).sign if sign else str(points)


def weight_text(weight: str) -> str:
    """1.50 → 1,5"""
    return format(Decimal(weight).normalize(), "f").replace(".", ",")


def _shown(parts: list[dict[str, Any]], held_on: date) -> ShownMark:
    first = parts[0]
    points = [part["points"] for part in parts]
    single = points[0] if len(parts) == 1 and points[0] is not None and points[0] <= 5 else None
    return ShownMark(
        text="/".join(mark_text(part["points"], part["sign"]) for part in parts),
        tone=str(single) if single else "other",
        kind=first["title"] or first["kind"],
        words="; ".join(_words(first, held_on)),
        comment=" ".join(part["comment"] for part in parts if part["comment"]),
    )


def _words(mark: dict[str, Any], held_on: date) -> list[str]:
    words = [Sign(mark["sign"]).label] if mark["sign"] else []
    if Decimal(mark["weight"]) != 1:
        words.append(_("weight %(weight)s") % {"weight": weight_text(mark["weight"])})
    if mark["retake"]:
        words.append(_("retake"))
    written = date.fromisoformat(mark["written"])
    if written != held_on:
        words.append(_("written on %(day)s") % {"day": day_month(written)})
    return [str(word) for word in words]
