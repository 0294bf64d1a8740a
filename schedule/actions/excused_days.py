"""Days of quarantine and at a distance are excused by whoever enters them in the calendar: what was
not entered on such a day is shown as excused, with who decided."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from schedule.models import Excuse, ExcuseKind
from school.models import Calendar, CalendarDay, DayKind, Person, SchoolClass

_KINDS = {DayKind.QUARANTINE: ExcuseKind.QUARANTINE, DayKind.DISTANCE: ExcuseKind.DISTANCE}


def excuse_special_day(
    actor: Person,
    calendar: Calendar,
    before: CalendarDay | None,
    after: CalendarDay | None,
    now: datetime,
) -> None:
    """Excuse the classes of the calendar on a day that became one of quarantine or at a distance,
    and take back what an earlier entry excused. All classes of the year together are the school:
    then groups of several classes are excused, too."""
    if before and after and _says(before) == _says(after):
        return
    classes = _classes(calendar)
    if before is not None and before.kind in _KINDS:
        _given(before, calendar, classes).update(ended_at=now, ended_by=actor)
    if after is not None and after.kind in _KINDS:
        Excuse.objects.bulk_create(
            Excuse(
                school_id=calendar.school_id,
                kind=_KINDS[DayKind(after.kind)],
                first_day=after.day,
                last_day=after.day,
                school_class_id=class_id,
                words=_words(after),
                decided_by=actor,
                decided_at=now,
            )
            for class_id in classes or [None]
        )


def _says(special: CalendarDay) -> tuple[object, ...]:
    return special.day, special.kind, special.reason


def _words(special: CalendarDay) -> str:
    return (special.reason.strip() or str(special.get_kind_display()))[:200]


def _classes(calendar: Calendar) -> list[int]:
    """The classes of this calendar; none where they are all of the school's."""
    classes = SchoolClass.objects.filter(year_id=calendar.year_id)
    if not classes.exclude(calendar=calendar).exists():
        return []
    return list(classes.filter(calendar=calendar).values_list("pk", flat=True))


def _given(special: CalendarDay, calendar: Calendar, classes: list[int]) -> QuerySet[Excuse]:
    """What this day excused: nobody excuses a day of the same kind in the same words otherwise."""
    return Excuse.objects.filter(
        Q(school_class_id__in=classes) | Q(school_class=None),
        school_id=calendar.school_id,
        kind=_KINDS[DayKind(special.kind)],
        rule="",
        first_day=special.day,
        last_day=special.day,
        teacher=None,
        lesson=None,
        words=_words(special),
        ended_at=None,
    )
