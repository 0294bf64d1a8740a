"""Movement of students: numbers at the beginning and the end, who came, moved and left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from control.queries.reports.ground import ClassRef, Ground
from control.queries.reports.movement import Movement, MovementsOf, movements_of
from control.reports.links import rows_href, student_href
from control.reports.parts import report
from control.reports.table import Cell, Head, Line, Report, Table, number, sum_line, words
from school.models import EnrolmentKind

SLUG = "movement"
MOST = 1000
_IN, _MOVED_IN, _MOVED_OUT, _OUT = "came", "moved_in", "moved_out", "left"
_IS: dict[str, Callable[[Movement, int], bool]] = {
    _IN: lambda one, pk: one.kind == EnrolmentKind.ENROLLED and one.is_into(pk),
    _MOVED_IN: lambda one, pk: one.kind == EnrolmentKind.TRANSFERRED and one.is_into(pk),
    _MOVED_OUT: lambda one, pk: one.kind == EnrolmentKind.TRANSFERRED and one.is_out_of(pk),
    _OUT: lambda one, pk: one.kind == EnrolmentKind.WITHDRAWN and one.is_out_of(pk),
}


def movement_report(ground: Ground) -> Report:
    """Of the period, or from ?first= to ?last=; one class or all this person may see."""
    school_class = ground.only_class()
    classes = [school_class] if school_class else ground.seen_classes
    first, last = span_of(ground)
    found = movements_of(ground, first, last)
    mine = _of_classes(found.movements, classes)
    differing = _differing(found, classes)
    return report(
        ground,
        slug=SLUG,
        title=_("Movement of students"),
        facts=_facts(ground, school_class, first, last),
        tables=(_numbers_table(ground, classes, found), movements_table(ground, mine))
        if classes
        else (),
        empty="" if classes else _("No classes yet."),
        warnings=(differing,) if differing else (),
        notes=(
            _(
                "At the beginning: in the class on the first day; at the end: on the last. Came, "
                "moved and left: by orders dated after the first day."
            ),
        ),
        signers=((_("Deputy director"), ""), (_("Director"), "")),
    )


def _facts(
    ground: Ground, school_class: ClassRef | None, first: date, last: date
) -> tuple[tuple[str, str], ...]:
    facts = []
    if ground.asked.first or ground.asked.last:
        facts.append((_("From – to"), f"{first:%d.%m.%Y} – {last:%d.%m.%Y}"))
    if school_class:
        facts.append((_("Class"), school_class.name))
    return tuple(facts)


def span_of(ground: Ground) -> tuple[date, date]:
    """The days asked for, else those of the period, up to today."""
    period = ground.period
    first = ground.asked.first or (period.first if period else ground.today)
    last = ground.asked.last or ground.day
    return first, max(first, last)


def _of_classes(movements: Sequence[Movement], classes: Sequence[ClassRef]) -> list[Movement]:
    ids = {one.pk for one in classes}
    return [one for one in movements if {one.from_class, one.to_class} & ids]


def _numbers(found: MovementsOf, pk: int) -> list[int]:
    begin, end = found.numbers.get(pk, (0, 0))
    counts = [sum(says(one, pk) for one in found.movements) for says in _IS.values()]
    return [begin, *counts, end]


def _differing(found: MovementsOf, classes: Sequence[ClassRef]) -> str:
    """The classes whose numbers do not meet: somebody moved without an order."""
    names = []
    for one in classes:
        begin, came, moved_in, moved_out, left, end = _numbers(found, one.pk)
        if begin + came + moved_in - moved_out - left != end:
            names.append(one.name)
    if not names:
        return ""
    said = ngettext(
        "In %(classes)s the numbers do not meet: somebody was entered or taken out without an "
        "order.",
        "In %(classes)s the numbers do not meet: somebody was entered or taken out without an "
        "order.",
        len(names),
    )
    return said % {"classes": ", ".join(names)}


def _numbers_table(ground: Ground, classes: Sequence[ClassRef], found: MovementsOf) -> Table:
    lines, together = [], [0] * 6
    for one in classes:
        numbers = _numbers(found, one.pk)
        together = [a + b for a, b in zip(together, numbers, strict=True)]
        href = reverse("school:class", args=[ground.here.school.pk, one.pk])
        lines.append(
            Line((words(one.name, href if ground.sees_all else ""), *_cells(ground, one, numbers)))
        )
    sums = _cells(ground, None, together)
    lines.append(sum_line((words(_("Together")), *sums)))
    came, gone = _("Came"), _("Gone")
    return Table(
        heads=(
            Head(_("Class"), is_text=True),
            Head(_("At the beginning")),
            Head(_("into the school"), came),
            Head(_("from another class"), came),
            Head(_("to another class"), gone),
            Head(_("out of the school"), gone),
            Head(_("At the end")),
        ),
        lines=tuple(lines),
    )


def _cells(ground: Ground, one: ClassRef | None, numbers: Sequence[int]) -> list[Cell]:
    asked = ground.asked
    kept = {
        "school_class": one.pk if one else asked.school_class,
        "first": asked.first,
        "last": asked.last,
    }
    begin, *moved, end = numbers
    return [
        number(begin),
        *(
            number(n, rows_href(ground, SLUG, what=what, **kept))
            for what, n in zip(_IS, moved, strict=True)
        ),
        number(end),
    ]


def movements_of_figure(ground: Ground, what: str) -> list[Movement]:
    """The movements one number counts."""
    school_class = ground.chosen_class()
    classes = [school_class] if school_class else ground.seen_classes
    found = movements_of(ground, *span_of(ground))
    says = _IS.get(what)
    return [
        one
        for one in _of_classes(found.movements, classes)
        if says is None or any(says(one, each.pk) for each in classes)
    ]


def movements_table(ground: Ground, movements: Sequence[Movement]) -> Table:
    """One by one, with their orders."""
    lines = [
        Line(
            (
                number(n),
                Cell(one.day),
                words(one.name.full, _student(ground, one)),
                words(one.label),
                words(_class_name(ground, one.from_class)),
                words(_class_name(ground, one.to_class)),
                words(one.order_number),
                Cell(one.order_day),
            )
        )
        for n, one in enumerate(movements[:MOST], start=1)
    ]
    cut = _("The first %(n)d of %(all)d are shown.") % {"n": MOST, "all": len(movements)}
    return Table(
        title=_("Movements with their orders"),
        heads=(
            Head("№"),
            Head(_("Day"), is_text=True),
            Head(_("Student"), is_text=True),
            Head(_("Movement"), is_text=True),
            Head(_("From class"), is_text=True),
            Head(_("To class"), is_text=True),
            Head(_("Order number"), is_text=True),
            Head(_("Date of the order"), is_text=True),
        ),
        lines=tuple(lines),
        empty=_("Nobody came, moved or left."),
        note=cut if len(movements) > MOST else "",
    )


def _student(ground: Ground, one: Movement) -> str:
    class_id = one.to_class or one.from_class
    return student_href(ground, class_id, one.student_id) if class_id in ground.class_by_id else ""


def _class_name(ground: Ground, class_id: int | None) -> str:
    found = ground.class_by_id.get(class_id or 0)
    return found.name if found else ""
