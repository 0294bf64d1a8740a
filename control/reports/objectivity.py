"""Objectivity: marks of the period against the averages of the period's marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from control.figures import Judged, Objectivity, judged, objectivity
from control.queries.reports.averages import averages_of, mean_of, period_means
from control.queries.reports.ground import ClassRef, Ground
from control.queries.reports.marks import PupilMark, marks_of_pupils
from control.reports.links import average_href, report_href, rows_href, student_href
from control.reports.parts import no_marks, report, without_marks_note
from control.reports.table import (
    Cell,
    Head,
    Line,
    Report,
    Table,
    fraction,
    number,
    percent,
    sum_line,
    words,
)
from journal.averages import suggested

SLUG = "objectivity"
BY = ("teacher", "class", "subject")
MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A mark beside its average, and what came of it; None: not judged."""

    row: PupilMark
    mean: Fraction | None
    judged: Judged | None


def objectivity_report(ground: Ground) -> Report:
    """Of what this person may see, narrowed by class, teacher and subject; ?by= splits it."""
    by = ground.asked.by if ground.asked.by in BY else BY[0]
    verdicts = verdicts_of(ground)
    school_class = ground.chosen_class()
    teacher = ground.teachers.get(ground.asked.teacher or 0)
    facts = []
    if school_class:
        facts.append((_("Class"), school_class.name))
    if teacher and ground.sees_all:
        facts.append((_("Teacher"), teacher.full))
    if ground.asked.subject in ground.subjects:
        facts.append((_("Subject"), ground.subjects[ground.asked.subject]))
    has_marks = any(one.row.text for one in verdicts)
    return report(
        ground,
        slug=SLUG,
        title=_("Objectivity of the marks of the period"),
        facts=tuple(facts),
        tables=(_sums_table(ground, by, verdicts), rows_table(ground, _differing(verdicts)))
        if has_marks
        else (),
        empty="" if has_marks else no_marks(),
        notes=(_how(ground), *without_marks_note(ground, _classes(ground, school_class))),
        signers=((_("Deputy director"), ""),),
        is_wide=True,
    )


def _classes(ground: Ground, school_class: ClassRef | None) -> list[ClassRef]:
    return [school_class] if school_class else ground.seen_classes


def _how(ground: Ground) -> str:
    if ground.period is not None and ground.period.is_year:
        return _("The mean of the periods' marks, rounded, ties up, against the mark of the year.")
    borders = " / ".join(f"{border:f}".replace(".", ",") for border in ground.policy.borders)
    said = _(
        "The average of the period's marks, rounded by the school's borders (%(borders)s), against "
        "the mark. Not judged: no average, or a mark that is no number."
    )
    return said % {"borders": borders}


def verdicts_of(ground: Ground) -> list[Verdict]:
    """Every mark that is set, judged; two statements."""
    asked = ground.asked
    school_class = ground.chosen_class()
    rows = [
        row
        for row in marks_of_pupils(
            ground,
            class_ids=[school_class.pk] if school_class else None,
            subject_ids=[asked.subject] if asked.subject else None,
        )
        if row.text and _is_of(ground, row)
    ]
    if ground.period is not None and ground.period.is_year:
        means = period_means(ground, rows)
    else:
        averages = averages_of(ground, rows)
        means = {place: mean_of(one) for place, one in averages.items()}
    borders = borders_of(ground)
    return [
        Verdict(row=row, mean=mean, judged=judged(mean, row.value, borders))
        for row in rows
        for mean in [means.get((row.student_id, row.subject_id))]
    ]


def borders_of(ground: Ground) -> Sequence:
    """The school's, of a period; of a year the mean is rounded, ties up."""
    if ground.period is not None and ground.period.is_year:
        return (Fraction(5, 2), Fraction(7, 2), Fraction(9, 2))
    return ground.policy.borders


def _is_of(ground: Ground, row: PupilMark) -> bool:
    """Whether the row belongs to the teacher and the course that were asked for."""
    course = ground.course_by_id.get(row.course_id or 0)
    if ground.asked.course and ground.asked.course != row.course_id:
        return False
    if ground.asked.teacher and ground.sees_all:
        return course is not None and ground.asked.teacher in course.teacher_ids
    return True


def _differing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    return [one for one in verdicts if one.judged in (Judged.HIGHER, Judged.LOWER)]


def _keys(ground: Ground, by: str, row: PupilMark) -> list[int]:
    if by == "class":
        return [row.class_id]
    if by == "subject":
        return [row.subject_id]
    course = ground.course_by_id.get(row.course_id or 0)
    return list(course.teacher_ids) if course else []


def _sums_table(ground: Ground, by: str, verdicts: Sequence[Verdict]) -> Table:
    found: dict[int, list[Verdict]] = {}
    for one in verdicts:
        for key in _keys(ground, by, one.row):
            found.setdefault(key, []).append(one)
    lines = [
        Line((first, *_cells(ground, objectivity(one.judged for one in found[key]), asked)))
        for key, first, asked in _names(ground, by)
        if key in found
    ]
    together = objectivity(one.judged for one in verdicts)
    lines.append(sum_line((words(_("Together")), *_cells(ground, together, {}))))
    equal, higher, lower = _("As the average says"), _("Higher"), _("Lower")
    heads = {"class": _("Class"), "subject": _("Subject")}
    return Table(
        heads=(
            Head(heads.get(by) or _("Teacher"), is_text=True),
            Head(_("Marks judged")),
            *(Head(word, group) for group in (equal, higher, lower) for word in (_("marks"), "%")),
            Head(_("Not judged")),
        ),
        lines=tuple(lines),
    )


def _names(ground: Ground, by: str) -> Iterable[tuple[int, Cell, dict[str, object]]]:
    asked = ground.asked
    kept = {"subject": asked.subject, "school_class": asked.school_class}
    if by == "class":
        for one in ground.classes:
            more = kept | {"school_class": one.pk}
            yield one.pk, words(one.name, report_href(ground, SLUG, by="subject", **more)), more
    elif by == "subject":
        for pk, name in ground.subjects.items():
            more = kept | {"subject": pk}
            yield pk, words(name, report_href(ground, SLUG, by="class", **more)), more
    else:
        for pk, name in ground.teachers.items():
            more = kept | {"teacher": pk}
            href = report_href(ground, SLUG, by="class", **more) if ground.sees_all else ""
            yield pk, words(name.full, href), more


def _cells(ground: Ground, sums: Objectivity, more: dict[str, object]) -> list[Cell]:
    asked = ground.asked
    kept = {
        "school_class": asked.school_class,
        "subject": asked.subject,
        "teacher": asked.teacher,
    } | more

    def href(what: str) -> str:
        return rows_href(ground, SLUG, what=what, **kept)

    pairs = [
        cell
        for what in Judged
        for cell in (
            number(getattr(sums, what.value), href(what.value)),
            percent(sums.part(what), href(what.value) if getattr(sums, what.value) else ""),
        )
    ]
    return [
        number(sums.judged, href("judged")),
        *pairs,
        number(sums.unjudged, href("unjudged")),
    ]


def rows_table(ground: Ground, verdicts: Sequence[Verdict], title: str = "") -> Table:
    """The marks one by one: average, what it rounds to, the mark, the verdict."""
    borders = borders_of(ground)
    lines = []
    for n, one in enumerate(verdicts[:MOST], start=1):
        row = one.row
        fair = "" if one.mean is None else str(suggested(one.mean, borders))
        average = fraction(
            one.mean, average_href(ground, row.course_id, row.student_id, row.class_id)
        )
        cells = (
            number(n),
            words(row.name.full, student_href(ground, row.class_id, row.student_id)),
            words(ground.class_by_id[row.class_id].name),
            words(ground.subjects[row.subject_id]),
            words(teachers_of(ground, row.course_id)),
            average,
            words(fair),
            words(row.text),
            words(one.judged.label if one.judged else _("not judged")),
        )
        lines.append(Line(cells))
    cut = _("The first %(n)d of %(all)d are shown.") % {"n": MOST, "all": len(verdicts)}
    return Table(
        title=title or _("Marks that differ from the average"),
        heads=(
            Head("№"),
            Head(_("Student"), is_text=True),
            Head(_("Class"), is_text=True),
            Head(_("Subject"), is_text=True),
            Head(_("Teacher"), is_text=True),
            Head(_("Average")),
            Head(_("Rounded"), is_text=True),
            Head(_("Mark"), is_text=True),
            Head(_("Verdict"), is_text=True),
        ),
        lines=tuple(lines),
        empty=_("No mark differs from its average."),
        note=cut if len(verdicts) > MOST else "",
    )


def teachers_of(ground: Ground, course_id: int | None) -> str:
    """Иванова А. П., Борисов Б."""
    course = ground.course_by_id.get(course_id or 0)
    names = (ground.teachers.get(pk) for pk in (course.teacher_ids if course else ()))
    return ", ".join(name.short for name in names if name)
