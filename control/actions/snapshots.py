"""Monday's figures: fixed once for each week, as the week closed (order 3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from control.actions.deadlines import keep_deadlines
from control.models import OwnInstallation, Snapshot
from control.queries.figures import count_figures
from control.week_figures import check_figures
from control.weeks import WEEK, closed_week, closes_at, monday_of
from school.models import AcademicYear, School

# After an outage no more weeks are caught up than this.
MOST_WEEKS = 8


def fix_closed_weeks(*, school_id: int, now: datetime) -> int:
    """Fix the school's figures of the week that closed on Monday, and of weeks before it that an
    outage left out. Safe to repeat: a week is fixed once, as it stood when it closed. Returns how
    many were fixed now; none for a school that hands in its own."""
    if OwnInstallation.objects.filter(school=school_id).exists():
        return 0
    zone = School.objects.get(pk=school_id).zone
    weeks = _weeks_to_fix(school_id, closed_week(now, zone=zone))
    if weeks:
        keep_deadlines(school_id=school_id, now=now)
    return sum(fix_week(school_id=school_id, week=week, now=now) for week in weeks)


def fix_week(*, school_id: int, week: date, now: datetime) -> bool:
    """Count the week as it stood on the Monday after it and keep that. False: it stood already."""
    zone = School.objects.get(pk=school_id).zone
    if Snapshot.objects.filter(school=school_id, week=week).exists():
        return False
    last, at = week + WEEK - date.resolution, closes_at(week, zone=zone)
    figures = count_figures(school_id, week, last, at=at)
    check_figures(figures)
    _snapshot, is_new = Snapshot.objects.get_or_create(
        school_id=school_id, week=week, defaults={"figures": figures, "made_at": now}
    )
    return is_new


def _weeks_to_fix(school_id: int, newest: date) -> list[date]:
    """The newest closed week, and those since the last one fixed; weeks of no year are nobody's."""
    last = Snapshot.objects.filter(school=school_id, week__lte=newest).aggregate(week=Max("week"))
    first = last["week"] + WEEK if last["week"] else newest
    weeks, week = [], max(first, newest - (MOST_WEEKS - 1) * WEEK)
    years = AcademicYear.objects.filter(school=school_id).values_list("first_day", "last_day")
    spans = [(monday_of(begins), ends) for begins, ends in years]
    while week <= newest:
        if any(begins <= week <= ends for begins, ends in spans):
            weeks.append(week)
        week += WEEK
    return weeks
