"""The summary of a period by class, subject or grade, beside another period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from control.figures import Counts, NaInSou, pooled
from control.queries.reports.ground import ClassRef, Ground
from control.queries.reports.marks import MarksOf, marks_counted
from control.queries.reports.past import PastClass, classes_of_year
from control.queries.reports.periods import Period, period_before, periods_of
from control.reports.columns import MarkColumns, formula_notes
from control.reports.links import report_href, rows_href
from control.reports.parts import no_marks, report, without_marks_note
from control.reports.table import Cell, Head, Line, Report, Table, change, number, sum_line, words

SLUG = "summary"
BY = ("class", "subject", "grade")
AGAINST = ("before", "year")

Key = object  # what a line is about: a class's name, a subject, a grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The period that is compared with; `years_ago` of a class's name and of a grade."""

    period: Period
    label: str
    years_ago: int


def summary_report(ground: Ground) -> Report:
    """?by=class, subject or grade; ?against=before (the period before) or year (a year ago)."""
    school_class = ground.only_class()
    by = split_of(ground)
    classes = [school_class] if school_class else ground.seen_classes
    compared = compared_period(ground)
    past = _past_classes(ground, compared)
    marks = _marks(ground, compared, classes, past)
    now = [one for one in marks if one.slot == 0]
    has_marks = pooled(one.counts for one in now).has_marks
    return report(
        ground,
        slug=SLUG,
        title=_("Summary of marks"),
        facts=_facts(ground, school_class, compared),
        tables=(_table(ground, by, now, _then(ground, by, marks, past, compared), compared),)
        if has_marks
        else (),
        empty="" if has_marks else no_marks(),
        notes=(*formula_notes(ground.na), *without_marks_note(ground, classes)),
        signers=((_("Deputy director"), ""), (_("Director"), "")),
        is_wide=True,
    )


def split_of(ground: Ground) -> str:
    """How the summary is split: as asked, else by class, of one class by subject."""
    if ground.asked.by in BY:
        return ground.asked.by
    return "subject" if ground.only_class() else BY[0]


def compared_period(ground: Ground) -> Compared | None:
    """The period before, also over the turn of the year; or the same of the year before."""
    period, year = ground.period, ground.year
    if period is None or year is None or ground.asked.against not in AGAINST:
        return None
    if ground.asked.against == "before":
        found = period_before(ground.periods, period)
        return _compared(found, year[1], 0) if found else _last_year(ground, same=False)
    return _last_year(ground, same=True)


def _last_year(ground: Ground, *, same: bool) -> Compared | None:
    years = [year for year in ground.years if year[2] < ground.year[2]]
    if not years:
        return None
    periods = periods_of(years[-1], ground.terms)
    if same:
        found = next((one for one in periods if one.slug == ground.period.slug), None)
    else:
        kind = [one for one in periods if one.kind == ground.period.kind]
        found = kind[-1] if kind else None
    return _compared(found, years[-1][1], 1) if found else None


def _compared(period: Period, year: str, years_ago: int) -> Compared:
    return Compared(period=period, label=f"{period.label}, {year}", years_ago=years_ago)


def _past_classes(ground: Ground, compared: Compared | None) -> dict[int, PastClass]:
    """Classes of the compared period's year; those of this one need no reading."""
    if compared is None or not compared.years_ago:
        return {
            one.pk: PastClass(pk=one.pk, grade=one.grade, letter=one.letter)
            for one in ground.classes
        }
    return classes_of_year(compared.period.year_id, ground.here.school.pk)


def _marks(
    ground: Ground,
    compared: Compared | None,
    classes: Sequence[ClassRef],
    past: dict[int, PastClass],
) -> list[MarksOf]:
    """Counts of both periods; of the past those of the same classes, a year younger."""
    subject = ground.asked.subject
    wanted = {one.pk for one in classes}
    if compared and compared.years_ago:
        names = {(one.grade - 1, one.letter) for one in classes}
        grown = len(classes) < len(ground.classes)
        wanted |= {pk for pk, one in past.items() if not grown or (one.grade, one.letter) in names}
    everything = ground.sees_all and len(classes) == len(ground.classes)
    return marks_counted(
        ground,
        [ground.period, compared.period if compared else None],
        class_ids=None if everything else wanted,
        subject_ids=[subject] if subject else None,
    )


def _facts(
    ground: Ground, school_class: ClassRef | None, compared: Compared | None
) -> tuple[tuple[str, str], ...]:
    facts = []
    if school_class:
        facts.append((_("Class"), school_class.name))
    if ground.asked.subject in ground.subjects:
        facts.append((_("Subject"), ground.subjects[ground.asked.subject]))
    if ground.asked.against in AGAINST:
        nothing = _("there is no such period")
        facts.append((_("Compared with"), compared.label if compared else nothing))
    return tuple(facts)


def _key_of(by: str, one: MarksOf, classes: dict[int, PastClass]) -> Key:
    place = classes.get(one.class_id)
    match by:
        case "subject":
            return one.subject_id
        case "grade":
            return place.grade if place else 0
    return (place.grade, place.letter) if place else (0, "")


def _then(
    ground: Ground,
    by: str,
    marks: Iterable[MarksOf],
    past: dict[int, PastClass],
    compared: Compared | None,
) -> dict[Key, Counts]:
    """Counts of the compared period by the keys of this one: a class is as old as it was."""
    found: dict[Key, list[Counts]] = {}
    for one in marks:
        if one.slot != 1:
            continue
        key = _key_of(by, one, past)
        if by == "class" and compared and compared.years_ago:
            key = (key[0] + 1, key[1])
        found.setdefault(key, []).append(one.counts)
    return {key: pooled(some) for key, some in found.items()}


def _table(
    ground: Ground,
    by: str,
    now: Sequence[MarksOf],
    then: dict[Key, Counts],
    compared: Compared | None,
) -> Table:
    here = {
        one.pk: PastClass(pk=one.pk, grade=one.grade, letter=one.letter) for one in ground.classes
    }
    grouped: dict[Key, list[Counts]] = {}
    for one in now:
        grouped.setdefault(_key_of(by, one, here), []).append(one.counts)
    counts = {key: pooled(some) for key, some in grouped.items()}
    columns = MarkColumns(counts.values(), ground.na)
    found = []
    for key, first, asked in _keys(ground, by, counts):
        cells = _cells(ground, columns, counts[key], asked)
        found.append(
            Line((first, *cells, *_changes(counts[key], then.get(key), compared, ground.na)))
        )
    together = pooled(counts.values())
    before = pooled(then.values()) if then else None
    cells = _cells(ground, columns, together, {})
    sums = (words(_("Together")), *cells, *_changes(together, before, compared, ground.na))
    return Table(
        heads=(Head(_head(by), is_text=True), Head(_("Marks expected")), *columns.heads,
               *_change_heads(compared)),
        lines=(*found, sum_line(sums)),
    )  # fmt: skip


def _head(by: str) -> str:
    return {"subject": _("Subject"), "grade": _("Grade")}.get(by) or _("Class")


def _keys(
    ground: Ground, by: str, counts: dict[Key, Counts]
) -> Iterable[tuple[Key, Cell, dict[str, object]]]:
    """Each line's key, its first cell (which leads on to the next split) and its filter."""
    asked = ground.asked
    if by == "subject":
        for pk, name in ground.subjects.items():
            if pk in counts:
                href = report_href(
                    ground, SLUG, by="class", subject=pk, school_class=asked.school_class
                )
                yield pk, words(name, href), {"subject": pk}
    elif by == "grade":
        for grade in sorted(counts):
            yield grade, words(grade), {"grade": grade}
    else:
        for one in ground.classes:
            key = (one.grade, one.letter)
            if key in counts:
                href = report_href(ground, SLUG, by="subject", school_class=one.pk)
                yield key, words(one.name, href), {"school_class": one.pk}


def _cells(
    ground: Ground, columns: MarkColumns, counts: Counts, more: dict[str, object]
) -> list[Cell]:
    asked = {"school_class": ground.asked.school_class, "subject": ground.asked.subject} | more

    def href(what: str) -> str:
        return rows_href(ground, SLUG, what=what, **asked)

    return [number(counts.everybody, href("all")), *columns.cells(counts, href)]


def _change_heads(compared: Compared | None) -> list[Head]:
    if compared is None:
        return []
    group = _("Change since %(period)s") % {"period": compared.label}
    return [
        Head(_("attainment"), group, told=_("percentage points")),
        Head(_("quality"), group, told=_("percentage points")),
        Head(_("SOU"), group, told=_("percentage points")),
        Head(_("average"), group),
    ]


def _changes(
    now: Counts, then: Counts | None, compared: Compared | None, na: NaInSou
) -> list[Cell]:
    if compared is None:
        return []
    then = then or Counts()
    figures: list[tuple[Callable[[Counts], object], int, bool]] = [
        (lambda counts: counts.attainment(na), 1, True),
        (lambda counts: counts.quality(na), 1, True),
        (lambda counts: counts.learning_level(na), 2, True),
        (lambda counts: counts.average, 2, False),
    ]
    return [
        change(of(now), of(then), places=places, is_share=is_share)
        for of, places, is_share in figures
    ]
