"""Making the weekly paper reports (App. 5 1): by the clock, and when somebody asks.

A class's batch is made whole or not at all: its rows, the marks of its history and the file that
is printed belong to one transaction, so a worker that dies leaves nothing half done, and whoever
comes next begins again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Max
from django.utils import translation

from core.background import ask
from diary.codes import new_code
from diary.models import PaperBatch, PaperReport
from diary.paper_sheet import Sheet, printed_sheets
from diary.queries.paper_families import PaperFamily
from diary.queries.paper_plan import paper_plan
from diary.queries.paper_sheets import sheets_of
from diary.regulation import paper_day, paper_due, reported_week
from school.choices import chosen
from school.models import Person, School, SchoolClass

State = PaperBatch.State
FILL_PAPER = "fill_paper"
WEEK = timedelta(days=7)
MOST = 36  # reports in one file: with twice as many a worker needs half a gigabyte
Told = Callable[[int, int], None]


def make_due_reports(*, school_id: int, now: datetime, told: Told | None = None) -> int:
    """Make what is due today in all classes of the school; returns how many reports. Every day:
    on the school's weekday the new week, on the others what changed since in the last one. `told`
    hears how many classes of how many are done."""
    school = School.objects.get(pk=school_id)
    today = now.astimezone(school.zone).date()
    week = reported_week(today, weekday=_weekday(school.pk, today))
    classes = list(_classes(school.pk, week))
    made = 0
    for number, school_class in enumerate(classes, start=1):
        while batch := make_class(school_class, week=week, now=now):
            made += batch.sheets
        if told is not None:
            told(number, len(classes))
    return made


@transaction.atomic
def ask_reports(
    *,
    actor: Person,
    school_id: int,
    week: date,
    now: datetime,
    school_class: SchoolClass | None = None,
    anew: bool = False,
) -> int:
    """Have what lacks made in the background, in one class or in all; returns in how many classes
    there is something to do. What waits already is not asked for twice; what was handed out is
    never made again. `anew`: what was not handed out yet is made again with what stands now."""
    classes = [school_class] if school_class else _classes(school_id, week)
    asked = 0
    for one in classes:
        _hold(one.pk, week)
        day = now.astimezone(one.school.zone).date()
        plan = paper_plan(one, week=week, day=day, anew=anew)
        waiting = PaperBatch.objects.filter(school_class=one, week=week).exclude(state=State.DONE)
        if plan.is_done or waiting.exists():
            continue
        _drop(plan.stale, now)
        batch = _new_batch(one, week=week, now=now, asked_by=actor)
        ask(FILL_PAPER, school_id=school_id, about_id=batch.pk, asked_by=actor, now=now)
        asked += 1
    return asked


def fill_batch(*, batch_id: int, now: datetime) -> int:
    """Make a batch that was asked for; returns how many reports. Done before, or by another worker
    at this moment: nothing."""
    begun = PaperBatch.objects.filter(pk=batch_id).exclude(state=State.DONE)
    if not begun.update(state=State.MAKING):
        return 0
    batch = PaperBatch.objects.select_related("school_class__school").get(pk=batch_id)
    done = make_class(batch.school_class, week=batch.week, now=now, batch_id=batch_id)
    made = 0
    while done is not None:
        made += done.sheets
        done = make_class(batch.school_class, week=batch.week, now=now)
    return made


@transaction.atomic
def make_class(
    school_class: SchoolClass, *, week: date, now: datetime, batch_id: int | None = None
) -> PaperBatch | None:
    """Make a batch of those who have no report of the week yet, in one transaction; None where
    nobody lacks one. Where more than `MOST` lack one, call again. `batch_id`: the batch that was
    asked for and waits."""
    _hold(school_class.pk, week)
    today = now.astimezone(school_class.school.zone).date()
    plan = paper_plan(school_class, week=week, day=today)
    _drop(plan.stale, now)
    open_batch = PaperBatch.objects.exclude(state=State.DONE).filter(pk=batch_id).first()
    if batch_id is not None and open_batch is None:
        return None
    weekday = _weekday(school_class.school_id, today)
    due_at = paper_due(week, weekday=weekday, zone=school_class.school.zone)
    day = paper_day(week, weekday=weekday)
    with translation.override(settings.LANGUAGE_CODE):
        found = sheets_of(
            school_class, plan.missing[:MOST], week=week, today=today, since=day - WEEK
        )
        if not found:
            if open_batch is not None:
                open_batch.delete()
            return None
        batch = open_batch or _new_batch(school_class, week=week, now=now)
        return _print(batch, found, now=now, due_at=due_at)


def _print(
    batch: PaperBatch,
    found: Sequence[tuple[PaperFamily, Sheet]],
    *,
    now: datetime,
    due_at: datetime,
) -> PaperBatch:
    sheets = [Sheet(**{**sheet, "code": new_code()}) for _family, sheet in found]
    paper = printed_sheets(sheets, title=f"{batch.school_class.name}, {sheets[0]['week']}")
    batch.file = _keep(batch, paper.body)
    batch.sha256 = hashlib.sha256(paper.body).hexdigest()
    batch.state, batch.made_at, batch.sheets = State.DONE, now, len(sheets)
    batch.save()
    PaperReport.objects.bulk_create(
        PaperReport(
            school_id=batch.school_id,
            batch=batch,
            guardianship_id=family.guardianship_id,
            student_id=family.student_id,
            week=batch.week,
            is_undecided=family.is_undecided,
            code=sheet["code"],
            page=paper.page_of[f"r{sheet['code']}"],
            contents=sheet,
            due_at=due_at,
        )
        for (family, _empty), sheet in zip(found, sheets, strict=True)
    )
    return batch


def _keep(batch: PaperBatch, body: bytes) -> str:
    """Under a name of its own: what a dead worker wrote under it is written over."""
    week = f"{batch.week:%Y-%m-%d}"
    name = f"{batch.school_id}/paper/{week}/{batch.school_class_id}-{batch.number}.pdf"
    default_storage.delete(name)
    return default_storage.save(name, ContentFile(body))


def _new_batch(
    school_class: SchoolClass, *, week: date, now: datetime, asked_by: Person | None = None
) -> PaperBatch:
    batches = PaperBatch.objects.filter(school_class=school_class, week=week)
    last = batches.aggregate(last=Max("number"))["last"] or 0
    return PaperBatch.objects.create(
        school_id=school_class.school_id,
        school_class=school_class,
        week=week,
        number=last + 1,
        asked_at=now,
        asked_by=asked_by,
    )


def _drop(report_ids: Sequence[int], now: datetime) -> None:
    """What is not needed any more; what was handed out meanwhile stays."""
    if report_ids:
        reports = PaperReport.objects.filter(pk__in=report_ids, handed_at=None, dropped_at=None)
        reports.update(dropped_at=now)


def _hold(class_id: int, week: date) -> None:
    """One at a time for a class and week, until the transaction ends."""
    with connection.cursor() as cursor:
        name = f"paper.{class_id}.{week:%Y-%m-%d}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _classes(school_id: int, week: date) -> Sequence[SchoolClass]:
    """The classes of the year the week lies in, in the order of the school."""
    return (
        SchoolClass.objects.filter(
            school_id=school_id,
            year__first_day__lte=week + timedelta(days=6),
            year__last_day__gte=week,
        )
        .select_related("school")
        .order_by("grade", "letter")
    )


def _weekday(school_id: int, today: date) -> int:
    return chosen(school_id, today, "paper_weekday")["paper_weekday"]
