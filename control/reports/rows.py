"""The rows behind a figure of a report: which students, with which marks."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _

from control.figures import Judged, NaInSou, place_of
from control.queries.reports.averages import averages_of, marks_in, mean_of, needed_of
from control.queries.reports.ground import Ground
from control.queries.reports.marks import PupilMark, marks_of_pupils
from control.reports import homeroom, movement, objectivity, summary, teacher
from control.reports.columns import PLACES, place_name, sou_note
from control.reports.links import average_href, student_href
from control.reports.parts import report
from control.reports.table import Cell, Head, Line, Report, Table, fraction, number, words
from journal.groups_of_students import MarksGroup, WithOne
from journal.policy import EXEMPT

MOST = 1000
_WEIGHTS = {"fives": 100, "fours": 64, "threes": 36, "twos": 16, "ones": 7}
_NUMBERS = tuple(_WEIGHTS)


def rows_report(ground: Ground, slug: str) -> Report:
    """The rows of one figure (?what=) of the report with its filters. Http404 for what is no
    figure of it."""
    match slug:
        case homeroom.SLUG:
            return _group_rows(ground)
        case objectivity.SLUG:
            return _verdict_rows(ground)
        case movement.SLUG:
            return _movement_rows(ground)
        case teacher.SLUG | summary.SLUG:
            return _mark_rows(ground, slug)
    raise Http404


def _group_rows(ground: Ground) -> Report:
    school_class, what = ground.chosen_class(), ground.asked.what
    labels = {one.value: str(one.label) for one in (*MarksGroup, *WithOne) if one.value}
    if school_class is None or what not in labels:
        raise Http404
    pupils = homeroom.pupils_of(marks_of_pupils(ground, class_ids=[school_class.pk]))
    return report(
        ground,
        slug=homeroom.SLUG,
        title=labels[what],
        facts=((_("Class"), school_class.name),),
        tables=(homeroom.names_table(ground, school_class, pupils, what),),
    )


def _verdict_rows(ground: Ground) -> Report:
    what = ground.asked.what
    wanted = {
        "judged": lambda one: one.judged is not None,
        "unjudged": lambda one: one.judged is None,
    } | {each.value: lambda one, each=each: one.judged == each for each in Judged}
    titles = {"judged": _("Marks judged"), "unjudged": _("Not judged")}
    if what not in wanted:
        raise Http404
    found = [one for one in objectivity.verdicts_of(ground) if wanted[what](one)]
    title = titles.get(what) or str(Judged(what).label)
    return report(
        ground,
        slug=objectivity.SLUG,
        title=title,
        facts=_asked_facts(ground),
        tables=(objectivity.rows_table(ground, found, title),),
    )


def _movement_rows(ground: Ground) -> Report:
    found = movement.movements_of_figure(ground, ground.asked.what)
    return report(
        ground,
        slug=movement.SLUG,
        title=_("Movement of students"),
        facts=_asked_facts(ground),
        tables=(movement.movements_table(ground, found),),
    )


def _mark_rows(ground: Ground, slug: str) -> Report:
    what = ground.asked.what
    if what not in (*PLACES, "all", "attainment", "quality", "level", "average", "density"):
        raise Http404
    rows = [row for row in _rows_of(ground, slug) if _is_counted(row, what, ground.na)]
    rows = in_order(ground, rows)
    return report(
        ground,
        slug=slug,
        title=_titles(what),
        facts=(*_asked_facts(ground), (_("Marks in the list"), str(len(rows)))),
        tables=(_marks_table(ground, rows, what),),
        notes=(sou_note(ground.na),) if what == "level" else (),
    )


def _rows_of(ground: Ground, slug: str) -> list[PupilMark]:
    asked = ground.asked
    if slug == teacher.SLUG:
        employee = teacher.teacher_of(ground)
        courses = ground.courses_of(employee) if employee else []
        rows = teacher.rows_of_courses(ground, courses)
        return [row for row in rows if asked.course in (None, row.course_id)]
    school_class = ground.chosen_class()
    classes = [school_class] if school_class else ground.seen_classes
    if asked.grade:
        classes = [one for one in classes if one.grade == asked.grade]
    subjects = [asked.subject] if asked.subject else None
    ids = {one.pk for one in classes}
    rows = marks_of_pupils(ground, class_ids=ids, subject_ids=subjects)
    return [row for row in rows if ground.sees_all or row.class_id in ground.class_ids]


def in_order(ground: Ground, rows: Sequence[PupilMark]) -> list[PupilMark]:
    """By class and subject, in each as the class list is sorted."""
    classes = {one.pk: n for n, one in enumerate(ground.classes)}
    subjects = {pk: n for n, pk in enumerate(ground.subjects)}
    return sorted(rows, key=lambda row: (classes[row.class_id], subjects[row.subject_id]))


def _is_counted(row: PupilMark, what: str, na: NaInSou) -> bool:
    """Whether a figure counts the row, in its numerator or in its N."""
    place = place_of(row.value)
    match what:
        case "all":
            return bool(place)
        case "average":
            return place in _NUMBERS
        case "density":
            return row.value != EXEMPT
        case "attainment" | "quality" | "level":
            return place in _NUMBERS or (place == "not_attested" and na != NaInSou.EXCLUDED)
    return place == what


def _titles(what: str) -> str:
    titles = {
        "all": _("Students and their marks"),
        "attainment": _("Attainment: the marks of N"),
        "quality": _("Quality: the marks of N"),
        "level": _("Level of learning: the marks of N"),
        "average": _("Average: the marks it is made of"),
        "density": _("Density: the marks of each student"),
    }
    return titles.get(what) or _("Students: %(what)s") % {"what": place_name(what)}


def _asked_facts(ground: Ground) -> tuple[tuple[str, str], ...]:
    asked, facts = ground.asked, []
    school_class = ground.chosen_class()
    if school_class:
        facts.append((_("Class"), school_class.name))
    if asked.grade:
        facts.append((_("Grade"), str(asked.grade)))
    course = ground.course_by_id.get(asked.course or 0)
    if course:
        facts.append((_("Course"), teacher.course_name(ground, course)))
    elif asked.subject in ground.subjects:
        facts.append((_("Subject"), ground.subjects[asked.subject]))
    name = ground.teachers.get(asked.teacher or 0)
    if name and ground.sees_all:
        facts.append((_("Teacher"), name.full))
    return tuple(facts)


def _marks_table(ground: Ground, rows: Sequence[PupilMark], what: str) -> Table:
    shown = rows[:MOST]
    averages = averages_of(ground, shown)
    counts_as = what in ("attainment", "quality", "level")
    lines = []
    for n, row in enumerate(shown, start=1):
        one = averages.get((row.student_id, row.subject_id))
        course = ground.course_by_id.get(row.course_id or 0)
        needed = needed_of(ground, course, row.class_id) if course else 0
        marks = average_href(ground, row.course_id, row.student_id, row.class_id)
        cells = [
            number(n),
            words(row.name.full, student_href(ground, row.class_id, row.student_id)),
            words(ground.class_by_id[row.class_id].name),
            words(ground.subjects[row.subject_id]),
            words(row.text),
            *([_counts_as(row, what, ground.na)] if counts_as else []),
            fraction(mean_of(one), marks),
            Cell(marks_in(one), href=marks, tone="bad" if marks_in(one) < needed else ""),
            number(needed) if needed else words(""),
            number(one.held if one else 0),
            number(one.missed if one else 0),
        ]
        lines.append(Line(tuple(cells)))
    cut = _("The first %(n)d of %(all)d are shown.") % {"n": MOST, "all": len(rows)}
    return Table(
        heads=(
            Head("№"),
            Head(_("Student"), is_text=True),
            Head(_("Class"), is_text=True),
            Head(_("Subject"), is_text=True),
            Head(_("Mark"), is_text=True),
            *([Head(_("Counts as"))] if counts_as else []),
            Head(_("Average")),
            Head(_("Marks in the period")),
            Head(_("Minimum")),
            Head(_("Lessons")),
            Head(_("Missed")),
        ),
        lines=tuple(lines),
        empty=_("Nobody."),
        note=cut if len(rows) > MOST else "",
    )


def _counts_as(row: PupilMark, what: str, na: NaInSou) -> Cell:
    """What the mark adds to the numerator: 1 or 0, in the level of learning its weight."""
    place = place_of(row.value)
    if what == "level":
        not_attested = 7 if na == NaInSou.SEVEN else 0
        return Cell(_WEIGHTS.get(place, not_attested))
    good = ("fives", "fours") if what == "quality" else ("fives", "fours", "threes")
    return Cell(int(place in good))
