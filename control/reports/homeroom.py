"""The homeroom teacher's report: the class by groups of students, by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from control.figures import Counts, counted, pooled, share
from control.queries.reports.ground import ClassRef, Ground
from control.queries.reports.marks import PupilMark, marks_of_pupils
from control.reports.columns import MarkColumns, figure_cells, figure_heads, formula_notes
from control.reports.links import rows_href, student_href
from control.reports.parts import no_marks, report, without_marks_note
from control.reports.table import (
    Cell,
    Head,
    Line,
    Report,
    Table,
    lines,
    number,
    percent,
    sum_line,
    words,
)
from core.text import Name
from journal.groups_of_students import MarksGroup, Placed, WithOne, placed
from journal.policy import Value

SLUG = "homeroom"


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilOfClass:
    """A student with all marks of the period and the group they place him in."""

    pk: int
    name: Name
    marks: tuple[PupilMark, ...]
    placed: Placed

    def is_in(self, what: str) -> bool:
        """Whether he is counted in a group (failing), or in a part of it (one_four)."""
        if what == MarksGroup.FAILING and self.placed.is_also_failing:
            return True
        return what in (self.placed.group, self.placed.with_one or "-", "everybody")


def homeroom_report(ground: Ground) -> Report:
    """Of the class asked for, else of the first one this person may see."""
    school_class = ground.chosen_class() or next(iter(_with_marks(ground)), None)
    title = _("Report of the homeroom teacher")
    if school_class is None:
        return report(ground, slug=SLUG, title=title, tables=(), empty=_("No classes yet."))
    rows = marks_of_pupils(ground, class_ids=[school_class.pk])
    pupils = pupils_of(rows)
    counts = counted((row.value, 1) for row in rows)
    leader = school_class.homeroom
    return report(
        ground,
        slug=SLUG,
        title=title,
        facts=(
            (_("Class"), school_class.name),
            (_("Homeroom teacher"), leader.full if leader else ""),
            (_("Students"), str(len(pupils))),
        ),
        tables=_tables(ground, school_class, pupils, rows) if counts.has_marks else (),
        empty="" if counts.has_marks else _why_empty(school_class),
        notes=(
            _(
                "A student stands in one group, looked for in this order: not attested, failing, "
                "all fives, fours and fives, with threes. The exempt, зач and subjects without a "
                "mark are left aside."
            ),
            *formula_notes(ground.na),
            *without_marks_note(ground, [school_class]),
        ),
        signers=(
            (_("Homeroom teacher"), leader.short if leader else ""),
            (_("Deputy director"), ""),
        ),
    )


def _with_marks(ground: Ground) -> list[ClassRef]:
    classes = ground.seen_classes
    return [one for one in classes if one.has_marks] or classes


def _why_empty(school_class: ClassRef) -> str:
    return no_marks() if school_class.has_marks else _("Grade 1 learns without marks.")


def pupils_of(rows: Sequence[PupilMark]) -> list[PupilOfClass]:
    """The students of the rows, which are sorted by student."""
    found = []
    for pk, some in groupby(rows, key=lambda row: row.student_id):
        marks = tuple(some)
        found.append(
            PupilOfClass(
                pk=pk,
                name=marks[0].name,
                marks=marks,
                placed=placed(row.value for row in marks),
            )
        )
    return found


def _tables(
    ground: Ground,
    school_class: ClassRef,
    pupils: Sequence[PupilOfClass],
    rows: Sequence[PupilMark],
) -> tuple[Table, ...]:
    return (
        _groups_table(ground, school_class, pupils),
        names_table(ground, school_class, pupils),
        _class_table(ground, school_class, pupils, rows),
        _subjects_table(ground, school_class, rows),
    )


def _groups_table(ground: Ground, school_class: ClassRef, pupils: Sequence[PupilOfClass]) -> Table:
    found = []
    parts = {MarksGroup.GOOD: WithOne.FOUR, MarksGroup.WITH_THREES: WithOne.THREE}
    for group in MarksGroup:
        found.append(_group_line(ground, school_class, pupils, group, str(group.label)))
        if group in parts:
            part = parts[group]
            label = _("of them %(what)s") % {"what": part.label}
            found.append(_group_line(ground, school_class, pupils, part, f"– {label}"))
    sums = (words(_("Together")), number(len(pupils)), percent(share(len(pupils), len(pupils))))
    return Table(
        title=_("Groups of students"),
        heads=(
            Head(_("Group of students"), is_text=True),
            Head(_("Students")),
            Head(_("of the class, %")),
        ),
        lines=(*found, sum_line(sums)),
    )


def _group_line(
    ground: Ground,
    school_class: ClassRef,
    pupils: Sequence[PupilOfClass],
    group: MarksGroup | WithOne,
    label: str,
) -> Line:
    n = sum(group in (one.placed.group, one.placed.with_one) for one in pupils)
    href = rows_href(ground, SLUG, what=group.value, school_class=school_class.pk)
    return Line((words(label), number(n, href), percent(share(n, len(pupils)), href if n else "")))


def names_table(
    ground: Ground, school_class: ClassRef, pupils: Sequence[PupilOfClass], what: str = ""
) -> Table:
    """The students by name, group by group; who has a 2 and н/а stands in both."""
    found: list[Line] = []
    for group in MarksGroup:
        for one in pupils:
            if not one.is_in(group) or (what and not one.is_in(what)):
                continue
            if what in MarksGroup and group != what:
                continue
            label = str(group.label)
            if one.placed.with_one and group == one.placed.group:
                label = f"{label}, {one.placed.with_one.label}"
            name = words(one.name.full, student_href(ground, school_class.pk, one.pk))
            found.append(
                Line(
                    (
                        number(len(found) + 1),
                        name,
                        words(label),
                        words(_subjects(ground, one, group)),
                    )
                )
            )
    return Table(
        title=_("By name"),
        heads=(
            Head("№"),
            Head(_("Student"), is_text=True),
            Head(_("Group of students"), is_text=True),
            Head(_("Subjects with these marks"), is_text=True),
        ),
        lines=tuple(found),
        empty=_("Nobody."),
    )


def _subjects(ground: Ground, pupil: PupilOfClass, group: MarksGroup) -> str:
    """What places the student there: the subjects with н/а, with 2; a single 3 or 4 by name."""
    match group:
        case MarksGroup.NOT_ATTESTED:
            marks = [row for row in pupil.marks if row.text == "н/а"]
        case MarksGroup.FAILING:
            marks = [row for row in pupil.marks if _fails(row.value)]
        case MarksGroup.WITH_THREES:
            marks = [row for row in pupil.marks if row.value.points == 3]
        case MarksGroup.GOOD if pupil.placed.with_one:
            marks = [row for row in pupil.marks if row.value.points == 4]
        case _:
            return ""
    if not pupil.placed.with_one and group == MarksGroup.WITH_THREES and len(marks) > 3:
        return _("3 in %(n)d subjects") % {"n": len(marks)}
    return "; ".join(f"{ground.labels[row.subject_id]} – {row.text}" for row in marks)


def _fails(value: Value) -> bool:
    return value.sign == "failed" or (value.points is not None and value.points <= 2)


def _class_table(
    ground: Ground,
    school_class: ClassRef,
    pupils: Sequence[PupilOfClass],
    rows: Sequence[PupilMark],
) -> Table:
    """The class over all marks, and its students counted as students."""
    counts = counted((row.value, 1) for row in rows)

    def href(what: str) -> str:
        return rows_href(ground, "summary", what=what, school_class=school_class.pk)

    judged = [one for one in pupils if one.placed.group != MarksGroup.NOBODY]
    fine = [one.placed.group for one in judged]
    bad = (MarksGroup.NOT_ATTESTED, MarksGroup.FAILING)
    passing = sum(group not in bad for group in fine)
    good = sum(group in (MarksGroup.EXCELLENT, MarksGroup.GOOD) for group in fine)
    return Table(
        title=_("The class in figures"),
        heads=(
            *figure_heads(),
            Head(_("Students without 2 and н/а, %")),
            Head(_("Students with 4 and 5 only, %")),
        ),
        lines=lines(
            [
                (
                    *figure_cells(counts, ground.na, href),
                    percent(share(passing, len(judged))),
                    percent(share(good, len(judged))),
                )
            ]
        ),
        note=_("The first four are of all marks of the class, the last two of its students."),
    )


def _subjects_table(ground: Ground, school_class: ClassRef, rows: Sequence[PupilMark]) -> Table:
    by_subject: dict[int, list[PupilMark]] = {}
    for row in rows:
        by_subject.setdefault(row.subject_id, []).append(row)
    counts: dict[int, Counts] = {
        subject: counted((row.value, 1) for row in some) for subject, some in by_subject.items()
    }
    columns = MarkColumns(counts.values(), ground.na)

    def line(subject: int | None, first: Cell, these: Counts) -> tuple[Cell, ...]:
        def href(what: str) -> str:
            return rows_href(
                ground, "summary", what=what, school_class=school_class.pk, subject=subject
            )

        return (first, *columns.cells(these, href))

    order = [subject for subject in ground.subjects if subject in counts]
    found = [Line(line(pk, words(ground.subjects[pk]), counts[pk])) for pk in order]
    together = line(None, words(_("Together")), pooled(counts.values()))
    return Table(
        title=_("By subject"),
        heads=(Head(_("Subject"), is_text=True), *columns.heads),
        lines=(*found, sum_line(together)),
    )
