"""The weekly paper reports of the year, handed out as schools do: most on Monday, a few late, a few
not at all. Of earlier weeks the rows alone; two classes of the first school have the last week's to
print."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pghistory

from control.demo.world import Klass, World
from diary.actions.paper import make_class
from diary.codes import new_code
from diary.models import PaperBatch, PaperReport
from diary.queries.paper_families import PaperFamily, paper_families
from diary.regulation import paper_day, paper_due, reported_week

FRIDAY, WEEK = 5, timedelta(days=7)
PRINTED_CLASSES = 2


def make_paper_reports(world: World) -> int:
    """Returns how many reports were made."""
    newest = reported_week(world.wish.today, weekday=FRIDAY)
    week = world.year.first_day - timedelta(days=world.year.first_day.weekday())
    made = 0
    while week <= newest:
        made += _make_week(world, week, is_newest=week == newest)
        week += WEEK
    return made


def _make_week(world: World, week: date, *, is_newest: bool) -> int:
    day = paper_day(week, weekday=FRIDAY)
    found = paper_families([one.row.pk for one in world.classes], week=week, day=day)
    reports: list[PaperReport] = []
    printed = 0
    for klass in world.classes:
        families = found.get(klass.row.pk, ())
        if is_newest and families and world.number == 1 and printed < PRINTED_CLASSES:
            printed += 1
            make_class(klass.row, week=week, now=world.moment(day, 15))
        elif families:
            reports += _reports(world, klass, week, families)
    with pghistory.context(user=world.administrator.pk, route="demo_data"):
        PaperReport.objects.bulk_create(reports, batch_size=500)
    return len(reports) + printed


def _reports(
    world: World, klass: Klass, week: date, families: tuple[PaperFamily, ...]
) -> list[PaperReport]:
    day = paper_day(week, weekday=FRIDAY)
    batch = PaperBatch.objects.create(
        school=world.school,
        school_class=klass.row,
        week=week,
        asked_at=world.moment(day, 15),
        state=PaperBatch.State.DONE,
        made_at=world.moment(day, 15),
        sheets=len(families),
    )
    return [_report(world, klass, batch, day, family) for family in families]


def _report(
    world: World, klass: Klass, batch: PaperBatch, day: date, family: PaperFamily
) -> PaperReport:
    report = PaperReport(
        school=world.school,
        batch=batch,
        guardianship_id=family.guardianship_id,
        student_id=family.student_id,
        week=batch.week,
        is_undecided=family.is_undecided,
        code=new_code(),
        due_at=paper_due(batch.week, weekday=FRIDAY, zone=world.zone),
    )
    handed_at = _handed_at(world, day)
    if handed_at is not None and handed_at <= world.wish.now:
        by_id = klass.homeroom.person_id
        report.handed_at, report.handed_by_id = handed_at, by_id
        report.receiver = family.guardian.short
        returned_at = handed_at + timedelta(days=1)
        if world.rng.random() < 0.7 and returned_at <= world.wish.now:
            report.returned_at, report.returned_by_id = returned_at, by_id
    return report


def _handed_at(world: World, day: date) -> datetime | None:
    luck = world.rng.random()
    if luck < 0.03:
        return None
    return world.moment(day + timedelta(days=8 if luck < 0.07 else 3), 9, 15)
