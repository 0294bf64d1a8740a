"""The pages on which paper reports are made, handed out and followed (App. 5 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q

from core.regulation import State
from diary.codes import shown_code
from diary.models import PaperBatch, PaperReport
from diary.queries.paper_families import PaperFamily, paper_families
from diary.queries.week import span_words
from diary.regulation import PAPER_WEEKLY, paper_day, paper_due, reported_week
from school.choices import chosen
from school.models import SchoolClass
from school.standing import SchoolRef

WEEK, SHOWN_WEEKS = timedelta(days=7), 6

# Handed out in time, late, waiting in time, overdue: as PAPER_WEEKLY judges each (`Rule.state`).
_COUNTS = """
SELECT b.school_class_id, r.week, count(*), count(r.handed_at), count(r.returned_at),
       count(*) FILTER (WHERE r.handed_at IS NULL AND r.due_at <= %(now)s),
       count(*) FILTER (WHERE r.handed_at >= r.due_at)
  FROM diary_paperreport r JOIN diary_paperbatch b ON b.id = r.batch_id
 WHERE r.school_id = %(school)s AND r.dropped_at IS NULL
   AND r.week BETWEEN %(first)s AND %(last)s
   AND (%(class)s::bigint IS NULL OR b.school_class_id = %(class)s)
 GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How the reports of a class and week stand; `lacking` families have none yet."""

    made: int = 0
    handed: int = 0
    returned: int = 0
    overdue: int = 0
    late: int = 0
    lacking: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.made or self.lacking)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            **{name: getattr(self, name) + getattr(other, name) for name in Counts.__slots__}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week (its Monday) as paper knows it: made on a day, handed out before a moment."""

    monday: date
    day: date
    due_at: datetime

    @property
    def title(self) -> str:
        return span_words(self.monday, self.monday + timedelta(days=5))

    @property
    def last_day(self) -> date:
        """The last day on which it is in time."""
        return self.day + timedelta(days=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """The week that is shown and where one can turn to."""

    shown: Week
    reported: date
    this: date

    @property
    def previous(self) -> date:
        return self.shown.monday - WEEK

    @property
    def next(self) -> date | None:
        """Not beyond the week that runs."""
        following = self.shown.monday + WEEK
        return following if following <= self.this else None

    @property
    def is_open(self) -> bool:
        """Whether who has no report yet still gets one: a week long past is history."""
        return self.shown.monday >= self.reported


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassLine:
    """A class of the school: the week that is shown, and those before it."""

    class_id: int
    name: str
    counts: Counts
    is_waiting: bool
    before: tuple[Counts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSchoolPage:
    """Classes × weeks."""

    weeks: Weeks
    before: tuple[Week, ...]
    lines: tuple[ClassLine, ...]

    @property
    def total(self) -> Counts:
        return sum((line.counts for line in self.lines), Counts())

    @property
    def totals_before(self) -> tuple[Counts, ...]:
        return tuple(
            sum((line.before[number] for line in self.lines), Counts())
            for number in range(len(self.before))
        )

    @property
    def waiting(self) -> int:
        return sum(line.is_waiting for line in self.lines)

    @property
    def done(self) -> int:
        """Classes that do not wait."""
        return len(self.lines) - self.waiting

    @property
    def is_empty(self) -> bool:
        """Nobody is on paper, now or in the weeks before."""
        return all(
            line.counts.is_empty and not any(one.made for one in line.before) for line in self.lines
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report to be handed out."""

    pk: int
    student: str
    guardian: str
    kinship: str
    is_undecided: bool
    code: str
    batch: int
    page: int
    state: State
    handed_at: datetime | None
    receiver: str
    returned_at: datetime | None
    may_print_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperClassPage:
    """The reports of a class and week, who lacks one, the files to print, the weeks before."""

    school_class: SchoolClass
    weeks: Weeks
    rows: tuple[ReportRow, ...]
    dropped: int
    lacking: tuple[PaperFamily, ...]
    batches: tuple[PaperBatch, ...]
    is_waiting: bool
    history: tuple[tuple[Week, Counts], ...]

    @property
    def handed(self) -> int:
        return sum(row.handed_at is not None for row in self.rows)

    @property
    def returned(self) -> int:
        return sum(row.returned_at is not None for row in self.rows)

    @property
    def overdue(self) -> int:
        return sum(row.state == State.MISSING for row in self.rows)

    @property
    def may_renew(self) -> bool:
        """Something is printed and waits; a week long past is history."""
        return self.weeks.is_open and self.handed < len(self.rows) and not self.is_waiting


def paper_school_page(school: SchoolRef, *, week: date | None, now: datetime) -> PaperSchoolPage:
    """All classes of the week's year in five statements, however many classes and students."""
    weeks, weekday, today = _weeks(school, week, now)
    monday = weeks.shown.monday
    classes = _classes(school.pk, monday)
    began = min((one.year.first_day for one in classes), default=monday)
    earlier = (monday - WEEK * number for number in range(1, SHOWN_WEEKS))
    before = tuple(day for day in earlier if day + WEEK > began)
    counts = _counts(school.pk, min(before, default=monday), monday, now=now)
    lacking = _lacking(classes, weeks, today)
    waiting = set(
        PaperBatch.objects.filter(school_id=school.pk, week=monday)
        .exclude(state=PaperBatch.State.DONE)
        .values_list("school_class_id", flat=True)
    )
    return PaperSchoolPage(
        weeks=weeks,
        before=tuple(_week(one, weekday, school) for one in before),
        lines=tuple(
            ClassLine(
                class_id=one.pk,
                name=one.name,
                counts=counts.get((one.pk, monday), Counts())
                + Counts(lacking=len(lacking.get(one.pk, ()))),
                is_waiting=one.pk in waiting,
                before=tuple(counts.get((one.pk, day), Counts()) for day in before),
            )
            for one in classes
        ),
    )


def paper_class_page(
    school_class: SchoolClass, school: SchoolRef, *, week: date | None, now: datetime
) -> PaperClassPage:
    """One class in six statements, however many students."""
    weeks, weekday, today = _weeks(school, week, now)
    monday = weeks.shown.monday
    reports = list(
        PaperReport.objects.filter(batch__school_class=school_class, week=monday)
        .select_related("student__person", "guardianship__guardian", "batch")
        .defer("contents")
        .annotate(has_contents=~Q(contents={}))
        .order_by("student__person__sort_key", "student_id", "guardianship__guardian__sort_key")
    )
    batches = list(PaperBatch.objects.filter(school_class=school_class, week=monday))
    counts = _counts(school.pk, monday - WEEK * 40, monday, now=now, class_id=school_class.pk)
    past = sorted((day for _pk, day in counts if day != monday), reverse=True)
    return PaperClassPage(
        school_class=school_class,
        weeks=weeks,
        rows=tuple(_row(one, now) for one in reports if one.dropped_at is None),
        dropped=sum(one.dropped_at is not None for one in reports),
        lacking=_lacking([school_class], weeks, today).get(school_class.pk, ()),
        batches=tuple(one for one in batches if one.state == PaperBatch.State.DONE),
        is_waiting=any(one.state != PaperBatch.State.DONE for one in batches),
        history=tuple((_week(day, weekday, school), counts[school_class.pk, day]) for day in past),
    )


def _weeks(school: SchoolRef, week: date | None, now: datetime) -> tuple[Weeks, int, date]:
    """The week asked for, never one to come; none asked for: the last whose day has come."""
    today = now.astimezone(school.zone).date()
    weekday = chosen(school.pk, today, "paper_weekday")["paper_weekday"]
    reported, this = reported_week(today, weekday=weekday), today - timedelta(days=today.weekday())
    monday = min(week - timedelta(days=week.weekday()), this) if week else reported
    shown = _week(monday, weekday, school)
    return Weeks(shown=shown, reported=reported, this=this), weekday, today


def _week(monday: date, weekday: int, school: SchoolRef) -> Week:
    return Week(
        monday=monday,
        day=paper_day(monday, weekday=weekday),
        due_at=paper_due(monday, weekday=weekday, zone=school.zone),
    )


def _classes(school_id: int, monday: date) -> list[SchoolClass]:
    last = monday + timedelta(days=6)
    classes = SchoolClass.objects.filter(
        school_id=school_id, year__first_day__lte=last, year__last_day__gte=monday
    )
    return list(classes.select_related("year").order_by("grade", "letter"))


def _counts(
    school_id: int, first: date, last: date, *, now: datetime, class_id: int | None = None
) -> dict[tuple[int, date], Counts]:
    values = {"school": school_id, "first": first, "last": last, "now": now, "class": class_id}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        rows = cursor.fetchall()
    names = ("made", "handed", "returned", "overdue", "late")
    return {(row[0], row[1]): Counts(**dict(zip(names, row[2:], strict=True))) for row in rows}


def _lacking(
    classes: Sequence[SchoolClass], weeks: Weeks, today: date
) -> dict[int, tuple[PaperFamily, ...]]:
    """Who is on paper and has no report of the week; of a week long past, nobody is told."""
    if not weeks.is_open:
        return {}
    monday = weeks.shown.monday
    wanted = paper_families([one.pk for one in classes], week=monday, day=today)
    served = set(
        PaperReport.objects.filter(
            guardianship_id__in={one.guardianship_id for rows in wanted.values() for one in rows},
            week=monday,
            dropped_at=None,
        ).values_list("guardianship_id", flat=True)
    )
    return {
        pk: tuple(one for one in rows if one.guardianship_id not in served)
        for pk, rows in wanted.items()
    }


def _row(report: PaperReport, now: datetime) -> ReportRow:
    guardianship = report.guardianship
    return ReportRow(
        pk=report.pk,
        student=report.student.person.name.in_class,
        guardian=guardianship.guardian.name.full,
        kinship=guardianship.get_kinship_display(),
        is_undecided=report.is_undecided,
        code=shown_code(report.code),
        batch=report.batch.number,
        page=report.page,
        state=PAPER_WEEKLY.state(due_at=report.due_at, done_at=report.handed_at, now=now),
        handed_at=report.handed_at,
        receiver=report.receiver,
        returned_at=report.returned_at,
        may_print_again=report.has_contents,
    )
