"""The weeks of the demo as the clock would have fixed them: the year opened, deadlines, Monday's
figures with most of them confirmed, finished periods signed off. Some schools are not so tidy, so
that the coordinator finds something."""

from __future__ import annotations

from datetime import timedelta

import pghistory
from django.db import connection
from django.db.models import QuerySet

from control.actions.deadlines import keep_deadlines
from control.actions.snapshots import fix_week
from control.demo.excuses import make_excuses
from control.demo.world import World
from control.models import Confirmation, Snapshot, TermSignOff
from control.queries.figures import count_figures
from control.weeks import WEEK, closed_week, closes_at, day_after
from journal.models import YearOpening
from school.models import AppointmentKind, Term

WEEKS = 8
# The clock begins ten minutes after midnight; the responsible person comes at half past nine.
FIXED_AFTER, CONFIRMED_AFTER = timedelta(minutes=10), timedelta(hours=9, minutes=30)


def make_weeks(world: World) -> int:
    """Returns how many weeks were fixed."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE; SET LOCAL enable_nestloop = on")
    _open_year(world)
    make_excuses(world)
    keep_deadlines(school_id=world.school.pk, now=world.wish.now, whole=True)
    newest = closed_week(world.wish.now, zone=world.zone)
    first = max(newest - (WEEKS - 1) * WEEK, world.year.first_day - timedelta(days=6))
    weeks = [newest - number * WEEK for number in range(WEEKS) if newest - number * WEEK >= first]
    for week in sorted(weeks):
        # One school in fifteen has not reported the newest week.
        if week < newest or world.number % 15 != 13:
            at = closes_at(week, zone=world.zone)
            fix_week(school_id=world.school.pk, week=week, now=at + FIXED_AFTER)
    _confirm(world)
    _sign_off(world)
    return len(weeks)


def _open_year(world: World) -> None:
    """One school in nine works without having opened its year."""
    if world.number % 9 == 5:
        return
    with pghistory.context(user=world.administrator.pk, route="demo_data"):
        YearOpening.objects.get_or_create(
            year=world.year,
            defaults={
                "school": world.school,
                "day": world.year.first_day,
                "opened_at": world.moment(world.year.first_day, 7, 40),
                "opened_by": world.administrator,
            },
        )


def _confirm(world: World) -> None:
    """The first school leaves the newest week for whoever looks at the demo."""
    named = world.school.appointments.filter(kind=AppointmentKind.RESPONSIBLE).first()
    if named is None:
        return
    rows = Snapshot.objects.filter(school=world.school).order_by("week")
    newest = closed_week(world.wish.now, zone=world.zone)
    Confirmation.objects.bulk_create(
        Confirmation(
            school=world.school,
            snapshot=row,
            confirmed_by=named.person,
            name=named.person.name.full,
            confirmed_at=closes_at(row.week, zone=world.zone) + CONFIRMED_AFTER,
        )
        for row in rows
        if row.week < newest
        or (
            (world.number > 1 and world.rng.random() < 0.8)
            and closes_at(row.week, zone=world.zone) + CONFIRMED_AFTER <= world.wish.now
        )
    )


def _sign_off(world: World) -> None:
    """Every second school's director has signed off what is over."""
    if world.number % 2:
        return
    director = world.leaders["director"]
    for term in _terms_over(world):
        at = day_after(term.last_day, zone=world.zone) + CONFIRMED_AFTER
        if at > world.wish.now:
            continue
        with pghistory.context(user=director.pk, route="demo_data"):
            TermSignOff.objects.create(
                school=world.school,
                term=term,
                figures=count_figures(
                    world.school.pk,
                    term.first_day,
                    term.last_day,
                    at=at,
                    calendar_id=term.calendar_id,
                ),
                signed_by=director,
                signed_at=at,
            )


def _terms_over(world: World) -> QuerySet[Term]:
    """Periods that are over and in which a class learns."""
    terms = Term.objects.filter(school=world.school, last_day__lt=world.wish.today)
    return terms.filter(calendar__classes__isnull=False).distinct()
