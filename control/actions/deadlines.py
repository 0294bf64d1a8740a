"""Deadlines that are no lesson's: what the rooms compute is kept, a past one as the fact it is.

A room says what is asked, of whom and until when (`core.registry.deadline_makers`, from the rules
in its `regulation.py`); here it is written down, and counted by control/sql/facts.sql."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q

from control.models import Deadline
from core.registry import Asked, DeadlineMaker, FoundDeadline, deadline_makers
from journal.actions.dues import refresh_dues
from journal.regulation import standing_due
from school.models import AcademicYear, School

Key = tuple[str, int, str]
# Between the nights, days around today; of what is dear to compute only what is due about now.
BEHIND, AHEAD = timedelta(days=30), timedelta(days=14)
ABOUT_NOW = timedelta(days=3)
_FIELDS = ("day", "due_at", "done_at", "teacher_id", "school_class_id", "course_id", "lesson_id")


def refresh_deadlines(school_id: int, *, now: datetime, whole: bool = False) -> int:
    """Bring the school's deadlines of all rules up to date; returns how many rows changed.

    Looks a month back and two weeks ahead; at night (`whole`), and where nothing was kept yet, at
    the whole year. Safe to repeat and to run twice at once."""
    zone = School.objects.get(pk=school_id).zone
    today = now.astimezone(zone).date()
    whole = whole or not Deadline.objects.filter(school_id=school_id).exists()
    changed = 0
    for maker in deadline_makers:
        first, last = _days(school_id, maker, today, whole=whole)
        asked = Asked(school_id=school_id, zone=zone, first=first, last=last, now=now)
        changed += _refresh(maker, asked)
    return changed


def keep_deadlines(*, school_id: int, now: datetime, whole: bool = False) -> int:
    """All deadlines of the school, its lessons' among them, as the clock asks for them; returns
    how many rows changed."""
    return refresh_dues(school_id, now=now) + refresh_deadlines(school_id, now=now, whole=whole)


def _days(school_id: int, maker: DeadlineMaker, today: date, *, whole: bool) -> tuple[date, date]:
    if whole:
        years = AcademicYear.objects.filter(school_id=school_id, first_day__lte=today)
        year = years.order_by("-first_day").first()
        return (year.first_day if year else today), today + AHEAD
    if maker.is_dear:
        return today - ABOUT_NOW, today + ABOUT_NOW
    return today - BEHIND, today + AHEAD


@transaction.atomic
def _refresh(maker: DeadlineMaker, asked: Asked) -> int:
    """One maker's deadlines of these days: written, moved, met, or gone."""
    _hold(asked.school_id)
    found = {_key(one): one for one in maker.find(asked) if _is_asked(one, asked)}
    kept = _kept(maker, asked, found.values())
    rows = list(_changed(found, kept, asked))
    Deadline.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["rule", "about_id", "part"],
        update_fields=[name.removesuffix("_id") for name in _FIELDS],
    )
    return len(rows) + _forget(asked, [row for key, row in kept.items() if key not in found])


def _hold(school_id: int) -> None:
    """One hand at a time keeps a school's deadlines."""
    with connection.cursor() as cursor:
        lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
        cursor.execute(lock, [f"deadlines {school_id}"])


def _key(one: FoundDeadline | Deadline) -> Key:
    return one.rule, one.about_id, one.part


def _is_asked(one: FoundDeadline, asked: Asked) -> bool:
    return asked.first <= last_day(one.due_at, asked.zone) <= asked.last


def last_day(due_at: datetime, zone: ZoneInfo) -> date:
    """The day a deadline belongs to: the last one on which something is in time."""
    return (due_at - timedelta(microseconds=1)).astimezone(zone).date()


def _kept(
    maker: DeadlineMaker, asked: Asked, found: Iterable[FoundDeadline]
) -> dict[Key, Deadline]:
    """What is kept of these days, and of what was found wherever it lay before."""
    days = Q(day__range=(asked.first, asked.last))
    rows = Deadline.objects.filter(
        days | Q(about_id__in={one.about_id for one in found}),
        school_id=asked.school_id,
        rule__in=maker.rules,
    )
    return {_key(row): row for row in rows}


def _changed(
    found: dict[Key, FoundDeadline], kept: dict[Key, Deadline], asked: Asked
) -> Iterator[Deadline]:
    for key, one in found.items():
        old, new = kept.get(key), Deadline(school_id=asked.school_id)
        new.rule, new.about_id, new.part = key
        new.due_at = _due(one, old, asked.now)
        new.day = last_day(new.due_at, asked.zone)
        new.done_at, new.teacher_id, new.course_id = one.done_at, one.teacher_id, one.course_id
        new.school_class_id, new.lesson_id = one.class_id, one.lesson_id
        if old is None or any(getattr(old, name) != getattr(new, name) for name in _FIELDS):
            yield new


def _due(one: FoundDeadline, old: Deadline | None, now: datetime) -> datetime:
    """The deadline that holds. One that follows from what was entered is told by the entries; one
    kept from before its thing begins says nothing."""
    if old is None or one.is_of_record:
        return one.due_at
    if one.begins_at is not None and one.begins_at >= old.due_at:
        return one.due_at
    return standing_due(old.due_at, one.due_at, now=now) or one.due_at


def _forget(asked: Asked, gone: list[Deadline]) -> int:
    """What is asked no more: its work was taken back, its family chose otherwise in time."""
    ids = [row.pk for row in gone if asked.first <= row.day <= asked.last]
    return Deadline.objects.filter(pk__in=ids).delete()[0] if ids else 0
