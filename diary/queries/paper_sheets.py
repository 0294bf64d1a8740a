"""What the paper reports of a class say: the same reads as the pages of the diary, for all
students at once. A fixed number of statements, however many students the class has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db import connection
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from diary.paper_sheet import Sheet, SheetEntry, SheetLine, SheetMark, SheetRow
from diary.queries.homework import DAYS_AHEAD, DueDay, DueTask, due_of
from diary.queries.paper_families import PaperFamily
from diary.queries.parts import Absence, ShownMark, day_month
from diary.queries.set_marks import mark_words
from diary.queries.week import LessonLine, line_of, said_words, span_words
from journal.models import AbsenceKind, Sign, TermMark, TermMarkKind
from journal.queries.subject_marks import MarkOfSubject, SubjectOfTerm, subjects_of_term
from school.models import Break, CalendarDay, HomeroomTeacher, SchoolClass, Term, TermKind

_LESSONS = """
SELECT s.student, w.* FROM unnest(%s::bigint[]) s(student)
 CROSS JOIN LATERAL diary_week_lessons(s.student, %s, %s, %s) w
"""
_SIX_DAYS = timedelta(days=5)
_ROMAN = ("", "I", "II", "III", "IV")
_MISSED = """
SELECT a.student_id, journal_absence_kind(a.kind, a.student_id, a.lesson_id) AS kind, count(*)
  FROM journal_attendance a JOIN schedule_lesson l ON l.id = a.lesson_id
 WHERE a.student_id = ANY(%s) AND l.day BETWEEN %s AND %s GROUP BY 1, 2
"""
Lines = list[tuple[date, LessonLine]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWeek:
    """What is the same on all sheets of a class."""

    school_class: SchoolClass
    week: date
    today: date
    since: date
    term: Term | None
    homeroom: str
    notes: tuple[str, ...]

    @property
    def homework_until(self) -> date:
        """Some days beyond the next report; where a break may come before it, beyond the break."""
        ends_soon = self.term is None or self.term.last_day <= self.today + timedelta(days=14)
        return self.today + timedelta(days=DAYS_AHEAD if ends_soon else 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentWeek:
    """What stands on one student's sheet."""

    lines: Lines
    subjects: tuple[SubjectOfTerm, ...]
    absences: dict[AbsenceKind, int]
    set_marks: dict[str, str]
    homework: tuple[DueDay, ...]


def sheets_of(
    school_class: SchoolClass,
    families: Sequence[PaperFamily],
    *,
    week: date,
    today: date,
    since: date,
) -> list[tuple[PaperFamily, Sheet]]:
    """A sheet for each of these families, its code still empty. Marks that were entered since the
    day of the last report for lessons before the week stand on it too: nothing is left out."""
    about = _class_week(school_class, week=week, today=today, since=since)
    weeks = _student_weeks(about, {family.student_id for family in families})
    return [(family, _sheet(about, family, weeks[family.student_id])) for family in families]


def _class_week(school_class: SchoolClass, *, week: date, today: date, since: date) -> ClassWeek:
    day = min(today, week + timedelta(days=6))
    begun = Term.objects.filter(calendar_id=school_class.calendar_id, first_day__lte=day)
    homeroom = (
        HomeroomTeacher.objects.on(today)
        .filter(school_class=school_class)
        .select_related("employee__person")
        .first()
    )
    return ClassWeek(
        school_class=school_class,
        week=week,
        today=today,
        since=since,
        term=begun.exclude(kind=TermKind.YEAR).order_by("first_day").last(),
        homeroom=homeroom.employee.person.name.short.replace(" ", "\xa0") if homeroom else "",
        notes=_notes(school_class.calendar_id, week),
    )


def _notes(calendar_id: int, week: date) -> tuple[str, ...]:
    """Days off and breaks of this week and the next."""
    last = week + timedelta(days=13)
    days = CalendarDay.objects.filter(calendar_id=calendar_id, day__range=(week, last))
    breaks = Break.objects.filter(calendar_id=calendar_id, first_day__lte=last, last_day__gte=week)
    said = [
        (one.day, f"{day_month(one.day)}: {words}")
        for one in days
        if (words := said_words(one.kind, one.reason, one.as_weekday or 0))
    ]
    said += [
        (one.first_day, f"{one.name}: {span_words(one.first_day, one.last_day)}") for one in breaks
    ]
    return tuple(words for _day, words in sorted(said))


def _student_weeks(about: ClassWeek, student_ids: Collection[int]) -> dict[int, StudentWeek]:
    zone = about.school_class.school.time_zone
    ids = sorted(student_ids)
    subjects: dict[int, tuple[SubjectOfTerm, ...]] = {}
    if about.term is not None:
        subjects, _rules = subjects_of_term(ids, term=about.term, zone=zone, today=about.today)
    lines, absences = _lines(ids, about.week, zone), _absences(about, ids)
    set_marks = _set_marks(ids, about.school_class.year_id)
    homework = due_of(
        ids, first=about.today + timedelta(days=1), last=about.homework_until, today=about.today
    )
    return {
        pk: StudentWeek(
            lines=lines[pk],
            subjects=subjects.get(pk, ()),
            absences=absences[pk],
            set_marks=set_marks[pk],
            homework=homework.get(pk, ()),
        )
        for pk in ids
    }


def _lines(student_ids: list[int], week: date, zone: str) -> dict[int, Lines]:
    found: dict[int, Lines] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_LESSONS, [student_ids, week, week + timedelta(days=6), zone])
        for student_id, *row in cursor.fetchall():
            found[student_id].append((row[0], line_of(tuple(row))))
    return found


def _absences(about: ClassWeek, student_ids: list[int]) -> dict[int, dict[AbsenceKind, int]]:
    """All lessons missed in the period, of subjects without marks and of clubs too."""
    found: dict[int, dict[AbsenceKind, int]] = defaultdict(dict)
    if about.term is not None:
        last = min(about.term.last_day, about.week + timedelta(days=6))
        with connection.cursor() as cursor:
            cursor.execute(_MISSED, [student_ids, about.term.first_day, last])
            for student_id, kind, n in cursor.fetchall():
                found[student_id][AbsenceKind(kind)] = n
    return found


def _set_marks(student_ids: list[int], year_id: int) -> dict[int, dict[str, str]]:
    """By student and subject: I — 4; II — 5; year — 5."""
    rows = (
        TermMark.objects.filter(
            student_id__in=student_ids,
            year_id=year_id,
            is_current=True,
        )
        .select_related("subject", "term")
        .order_by("student_id", "subject_id", "term__first_day", "kind")
    )
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for (student_id, subject), own in groupby(rows, key=lambda one: (one.student_id, one.subject)):
        name = (subject.short_name or subject.name) if subject else capfirst(_("conduct"))
        found[student_id][name] = "; ".join(
            f"{_period(one)} — {mark_words(one.points, one.sign)}" for one in own
        )
    return found


def _period(mark: TermMark) -> str:
    match mark.kind:
        case TermMarkKind.YEAR:
            return pgettext("period on paper", "year")
        case TermMarkKind.EXAM:
            return pgettext("period on paper", "exam")
        case TermMarkKind.FINAL:
            return pgettext("period on paper", "final")
        case _:
            return _ROMAN[mark.term.number] if mark.term else ""


# ---- one sheet ----------------------------------------------------------------------------------


def _sheet(about: ClassWeek, family: PaperFamily, own: StudentWeek) -> Sheet:
    school_class = about.school_class
    school = school_class.school
    return Sheet(
        code="",
        school=school.short_name,
        where=", ".join(filter(None, (school.address, school.phone))),
        class_name=school_class.name,
        homeroom=about.homeroom,
        student=family.student.full,
        guardian=f"{family.guardian.full} ({family.kinship})",
        week=f"{span_words(about.week, about.week + _SIX_DAYS)} {about.week.year}",
        made_on=f"{about.today:%d.%m.%Y}",
        period=str(about.term) if about.term else "",
        rows=_rows(own),
        notes=list(about.notes),
        missed=_missed(about, own),
        words=[
            _words(day, line.subject, mark)
            for day, line in own.lines
            for mark in line.marks
            if mark.comment
        ],
        later=_later(about, own),
        homework=_homework(own.homework),
    )


def _rows(own: StudentWeek) -> list[SheetRow]:
    """The subjects in the school's order, then what else the child had in the week."""
    by_subject: dict[str, Lines] = defaultdict(list)
    for day, line in own.lines:
        by_subject[line.subject].append((day, line))
    marked = {one.label: one for one in own.subjects}
    names = dict.fromkeys([*marked, *by_subject, *own.set_marks])
    return [_row(name, by_subject[name], marked.get(name), own.set_marks) for name in names]


def _row(
    name: str, lines: Lines, subject: SubjectOfTerm | None, set_marks: dict[str, str]
) -> SheetRow:
    led_to = None
    if subject is not None and not subject.term_mark:
        forecast = subject.forecast()
        led_to = forecast.mark if forecast else None
    return SheetRow(
        subject=name,
        lessons=_entries(lines),
        average=subject.shown_average if subject else "",
        forecast=str(led_to or ""),
        set=set_marks.get(name, ""),
    )


def _entries(lines: Lines) -> list[SheetEntry]:
    """Day by day; lessons on which nothing was entered are named together: Mon, Wed."""
    entries: list[SheetEntry] = []
    plain: list[str] = []
    for day, line in lines:
        entry = _entry(day, line)
        if entry["sign"] or entry["note"] or entry["marks"]:
            entries += _plain(plain)
            plain = []
            entries.append(entry)
        else:
            plain.append(entry["day"])
    return entries + _plain(plain)


def _plain(days: Iterable[str]) -> list[SheetEntry]:
    names = ", ".join(dict.fromkeys(days))
    return [SheetEntry(day=names, sign="", words="", note="", marks=[])] if names else []


def _entry(day: date, line: LessonLine) -> SheetEntry:
    absence: Absence | None = line.absence
    return SheetEntry(
        day=weekday(day),
        sign=absence.sign if absence else "",
        words=absence.words if absence else "",
        note=_("cancelled") if line.is_cancelled else "",
        marks=[SheetMark(text=mark.text, why=_why(mark)) for mark in line.marks],
    )


def _why(mark: ShownMark) -> str:
    return ", ".join(filter(None, (mark.kind, mark.words)))


def weekday(day: date) -> str:
    """Mon"""
    return str(WEEKDAYS_ABBR[day.weekday()]).lower()


def _words(day: date, subject: str, mark: ShownMark) -> SheetLine:
    """A teacher's words for the family."""
    return SheetLine(day=weekday(day), subject=subject, text=mark.comment, more="")


def _missed(about: ClassWeek, own: StudentWeek) -> str:
    """How many lessons were missed, and why: in the week, in the period."""
    absences = [line.absence for _day, line in own.lines if line.absence]
    week = Counter(one.words for one in absences if one.is_missed)
    missed = {str(kind.label): n for kind, n in own.absences.items() if kind.is_missed}
    late = sum(not one.is_missed for one in absences)
    parts = [_("In the week: %(missed)s.") % {"missed": _counted(week)}]
    if late:
        parts.append(_("Late: %(n)s.") % {"n": late})
    if about.term is not None:
        words = {"period": about.term, "missed": _counted(missed)}
        parts.append(_("In the %(period)s: %(missed)s.") % words)
    return " ".join(parts)


def _counted(reasons: dict[str, int]) -> str:
    total = sum(reasons.values())
    if not total:
        return _("no lesson missed")
    said = ngettext("%(n)s lesson missed", "%(n)s lessons missed", total) % {"n": total}
    return f"{said} ({', '.join(f'{name} {n}' for name, n in sorted(reasons.items()))})"


def _later(about: ClassWeek, own: StudentWeek) -> list[SheetLine]:
    """Marks of earlier lessons that were entered since the last report was made."""
    found = [
        (mark, subject)
        for subject in own.subjects
        for mark in subject.marks
        if mark.day < about.week and mark.written_on >= about.since and not mark.is_brought
    ]
    found.sort(key=lambda one: (one[0].day, one[0].pk))
    return [_later_line(mark, subject.label) for mark, subject in found]


def _later_line(mark: MarkOfSubject, subject: str) -> SheetLine:
    why = mark.title or mark.kind
    if mark.sign:
        why = f"{why}, {Sign(mark.sign).label}"
    return SheetLine(day=f"{mark.day:%d.%m}", subject=subject, text=mark.text, more=why)


def _homework(days: Iterable[DueDay]) -> list[SheetLine]:
    return [
        SheetLine(
            day=f"{weekday(day.date)} {day.date:%d.%m}" if day.date else _("next time"),
            subject=task.subject,
            text=task.text,
            more=", ".join(_more(task)),
        )
        for day in days
        for task in day.tasks
    ]


def _more(task: DueTask) -> Iterable[str]:
    if task.is_cancelled:
        yield _("the lesson was cancelled")
    if task.is_own:
        yield _("for your child only")
    for file in task.files:
        yield _("file: %(name)s") % {"name": file.name}
