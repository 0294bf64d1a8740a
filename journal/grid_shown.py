"""The journal page's two tables as HTML: left names × dates, right topics and homework.

A page has some fifty columns and thirty rows: written by a template they would cost ten times the
rest of the page (design.md section 7)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from journal.marks_shown import cells_of_row
from journal.names_shown import name_shown
from journal.queries.course_page import Column, CoursePage, Row
from journal.queries.pieces import Kind, WorkHere
from journal.queries.signals import Signal


def grid_head(page: CoursePage) -> SafeString:
    """Columns and the two lines of the heading: months above days, each day leads to its lesson."""
    lesson = _addresses(page, "lesson")
    months = "".join(
        f'<th colspan="{span}" scope="colgroup">{date_format(month, "F")}</th>'
        for month, span in page.months
    )
    words = {"off": _("cancelled"), "register": _("register not taken")}
    days = "".join(_day(column, page, lesson, words) for column in page.columns)
    name, mean, mean_title = _("Last name, first name"), _("avg"), _("Average of the term")
    term, term_title = _("term mark"), _("What the borders of the school give")
    sheet = reverse("journal:terms", args=[page.course.school_id, page.course.pk])
    term_head = f'<a href="{sheet}">{term}</a>'
    if not page.has_marks:
        mean, mean_title = _("was there"), _("Lessons attended, of those with a register")
        term, term_title = pgettext("column", "missed"), _("Lessons missed, whatever the reason")
        term_head = term
    return SafeString(
        f'<colgroup><col class="grid__names">{_cols(page)}'
        f'<col class="grid__sum" data-name="{mean_title}">'
        f'<col class="grid__sum" data-name="{term_title}"></colgroup>'
        f'<thead><tr class="grid__months"><th scope="col" rowspan="2">{name}</th>{months}'
        f'<th scope="col" rowspan="2" title="{mean_title}">{mean}</th>'
        f'<th scope="col" rowspan="2" title="{term_title}">{term_head}</th></tr>'
        f'<tr class="grid__days">{days}</tr></thead>'
    )


def grid_rows(page: CoursePage) -> SafeString:
    """A line for each student: cells, average (unfolds on a click), suggested mark."""
    signals = page.signals
    return SafeString(
        "".join(
            _row(number, row, signals.get(row.student.pk, ()), _carried(page, row))
            for number, row in enumerate(page.rows, start=1)
        )
    )


def topic_rows(page: CoursePage) -> SafeString:
    """The right page: date, topic, homework."""
    lesson, none = _addresses(page, "lesson"), _("nothing set")
    return SafeString(
        "".join(_topic(column, page, lesson, none) for column in page.columns if not _off(column))
    )


def kind_options(kinds: Iterable[Kind]) -> SafeString:
    """Options of a chooser: every kind but the usual one, with its weight."""
    return SafeString(
        "".join(
            f'<option value="{kind.pk}">{escape(kind.name)} ×{plain(kind.weight)}</option>'
            for kind in kinds
            if not kind.is_usual
        )
    )


def lesson_options(page: CoursePage) -> SafeString:
    """Options of a chooser: the lessons of the term."""
    return SafeString(
        "".join(
            f'<option value="{column.lesson_id}"'
            f"{' selected' if column.lesson_id == page.today_lesson_id else ''}>"
            f"{column.day:%d.%m}, {column.number}</option>"
            for column in page.columns
            if not _off(column)
        )
    )


def plain(value: Decimal) -> str:
    """A number without idle noughts, with a comma: 1.50 → 1,5; 10.00 → 10."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _addresses(page: CoursePage, name: str) -> str:
    """The address of a lesson with {} in the place of its number; asked once a page."""
    path = reverse(f"journal:{name}", args=[page.course.school_id, 0])
    return path.replace("/lessons/0/", "/lessons/{}/")


def _off(column: Column) -> bool:
    return column.is_cancelled


def _cols(page: CoursePage) -> str:
    """Lessons ahead are folded, but for the next one and those with a work."""
    today = page.today_lesson_id
    kinds = [_kind(column, today) for column in page.columns]
    following = kinds.index("ahead") if "ahead" in kinds else -1
    return "".join(
        _col(kind, is_shown=bool(column.works) or at == following)
        for at, (column, kind) in enumerate(zip(page.columns, kinds, strict=True))
    )


def _col(kind: str, *, is_shown: bool) -> str:
    if kind == "ahead" and not is_shown:
        return '<col class="ahead folded" data-ahead>'
    return f'<col class="{kind}">' if kind else "<col>"


def _kind(column: Column, today: int | None) -> str:
    if column.lesson_id == today:
        return "now"
    if column.is_cancelled:
        return "off"
    return "" if column.has_begun else "ahead"


def _day(column: Column, page: CoursePage, lesson: str, words: dict[str, str]) -> str:
    open_ = " data-open" if column.is_open and page.may_write else ""
    lacks = column.lacks_register
    notes = [f"{column.day:%d.%m.%Y}"]
    if column.is_cancelled or lacks:
        notes.append(words["off" if column.is_cancelled else "register"])
    notes += [_work_name(work) for work in column.works]
    below = '<small class="lack">?</small>' if lacks else ""
    if column.work:
        more = f"+{len(column.works) - 1}" if len(column.works) > 1 else ""
        below = f"<small>{escape(column.work.kind.short_name)}{more}</small>"
    place, title = f'<th scope="col" data-l="{column.lesson_id}"', escape(" · ".join(notes))
    if column.is_cancelled:  # narrow: no target for a finger
        return f'{place} class="off"><span title="{title}">{column.day:%d}</span></th>'
    href = lesson.format(column.lesson_id)
    return (
        f"{place}{open_}{_works(column)}>"
        f'<a href="{href}" title="{title}">{column.day:%d}{below}</a></th>'
    )


def _works(column: Column) -> str:
    """For the heading's menu; what is typed belongs to the last of the works."""
    if not column.work:
        return ""
    named = json.dumps([[work.pk, _work_name(work)] for work in column.works], ensure_ascii=False)
    return f' data-w="{column.work.pk}" data-works="{escape(named)}"'


def _work_name(work: WorkHere) -> str:
    return ": ".join(filter(None, (work.kind.name, work.title)))


def grid_foot(page: CoursePage) -> SafeString:
    """How many were there in each lesson: the last line of a journal without marks."""
    if page.has_marks:
        return SafeString("")
    present = "".join(
        f"<td>{count if column.is_register_taken else ''}</td>"
        for column, count in zip(page.columns, page.present, strict=True)
    )
    words = _("Present")
    return SafeString(
        f'<tfoot><tr><th scope="row">{words}</th>{present}<td></td><td></td></tr></tfoot>'
    )


def row_sums(row: Row) -> SafeString:
    """The last cells of a row: average (unfolds on a click), the period's mark: the one that is
    set, else in soft ink what the policy suggests; without marks how many lessons were attended
    and missed."""
    if row.present is not None:
        return SafeString(
            f'<td class="total">{row.present}</td><td class="total">{row.missed}</td>'
        )
    term = escape(row.set or row.suggested)
    shade = term if len(term) == 1 else ""
    tag = f'<b class="m{shade} set">' if row.set else f'<b class="m{shade} soft-mark">'
    return SafeString(
        f'<td class="sum">{row.average}</td><td class="sum">{tag}{term}</b></td>'
        if term
        else f'<td class="sum">{row.average}</td><td class="sum"></td>'
    )


def topic_row(column: Column, page: CoursePage) -> SafeString:
    """One line of the right page."""
    return SafeString(_topic(column, page, _addresses(page, "lesson"), _("nothing set")))


def _row(number: int, row: Row, signals: Sequence[Signal], carried: str) -> str:
    signs = "".join(
        f'<small class="sign" title="{escape(signal.words)}">{escape(signal.sign)}</small> '
        for signal in signals
    )
    named = ", ".join(filter(None, (row.student.full_name, row.student.class_name)))
    return (
        f'<tr data-s="{row.student.pk}"><th scope="row" title="{escape(named)}">'
        f"<span>{number}</span> {signs}{name_shown(row.student)}{carried}</th>"
        f"{cells_of_row(row.cells)}{row_sums(row)}</tr>\n"
    )


def _carried(page: CoursePage, row: Row) -> str:
    """«↪3» beside the name of a student who brought marks along: which, from where, and what they
    come to; they unfold with the average."""
    carried = page.carried.get(row.student.pk)
    if carried is None:
        return ""
    ask = f"?term={page.term.pk}" if page.term else ""
    said = _("carried over from %(places)s: %(marks)s") % {
        "places": ", ".join(carried.places),
        "marks": " ".join(carried.texts),
    }
    if carried.average:
        said += _(", average %s") % carried.average
    said = escape(said)
    return (
        f' <a class="carried" href="students/{row.student.pk}/average/{ask}" data-peek'
        f' title="{said}" aria-label="{said}">↪{len(carried.texts)}</a>'
    )


def _topic(column: Column, page: CoursePage, lesson: str, none: str) -> str:
    now = ' class="now"' if column.lesson_id == page.today_lesson_id else ""
    place = f'<tr{now} data-t="{column.lesson_id}">'
    works = "".join(
        f' <a href="{reverse("journal:work_results", args=[page.course.school_id, pk])}">'
        f"<b>{escape(name)}</b></a>"
        for pk, name in column.works_named
    )
    homework = f'<span class="soft">{none}</span>' if column.no_homework else ""
    set_here = f"<td>{homework or escape(column.homework)}</td>" if page.asks_homework else ""
    return (
        f'{place}<td><a href="{lesson.format(column.lesson_id)}">{column.day:%d.%m}</a></td>'
        f"<td>{escape(column.topic)}{works}</td>{set_here}</tr>"
    )
