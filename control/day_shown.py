"""The broken lessons of a day as HTML: on a bad day two hundred of them, so written by hand."""

from __future__ import annotations

from html import escape
from itertools import groupby

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from control.facts_shown import RowShown, excuse_of, moment, what_of
from control.figures_shown import clause_of, state_heads
from control.queries.fact_list import FactRow
from control.queries.today import LessonRow, TeacherRow, TodayPage
from core.regulation import State

# So many teachers are shown at once, the rest unfold: the worst come first.
AT_ONCE = 12


def broken_lessons(page: TodayPage, school_id: int) -> SafeString:
    """A section for each teacher with something late or missing: lessons, and what broke which
    clause."""
    shown = _sections(page.in_trouble[:AT_ONCE], school_id)
    rest = page.in_trouble[AT_ONCE:]
    if not rest:
        return shown
    more = ngettext("%(n)d more teacher", "%(n)d more teachers", len(rest)) % {"n": len(rest)}
    return SafeString(
        f'{shown}<details class="unfold"><summary>{more}</summary>'
        f"{_sections(rest, school_id)}</details>"
    )


def excused_lessons(page: TodayPage, school_id: int) -> SafeString:
    """The same of teachers for whom everything is excused."""
    return _sections(page.excused, school_id)


def teachers_in_order(page: TodayPage) -> SafeString:
    """Names of those with nothing broken, each with the number of lessons."""
    nobody = _("No teacher is entered")
    return SafeString(
        "".join(
            f"<li>{escape(one.name.full) if one.name else nobody}"
            f' <small class="soft">{one.lessons}</small></li>'
            for one in page.in_order
        )
    )


def _sections(teachers: list[TeacherRow], school_id: int) -> SafeString:
    shown = RowShown(school_id, may_excuse=False)
    heads = {state: str(head) for state, head in state_heads().items()}
    sections = "".join(_section(one, shown, heads) for one in teachers)
    return SafeString(f'<div class="panel offenders">{sections}</div>')


def _section(teacher: TeacherRow, shown: RowShown, heads: dict[State, str]) -> str:
    name = escape(teacher.name.full) if teacher.name else _("No teacher is entered")
    of = ngettext(
        "%(broken)s of %(count)s lesson", "%(broken)s of %(count)s lessons", teacher.lessons
    ) % {"broken": teacher.broken, "count": teacher.lessons}
    lessons = "".join(_lesson(row, shown, heads) for row in teacher.rows)
    return (
        f'<section class="offender"><h3 class="offender__name">{name}'
        f' <small class="soft">{of}</small></h3>'
        f'<ul class="offender__lessons">{lessons}</ul></section>\n'
    )


def _lesson(row: LessonRow, shown: RowShown, heads: dict[State, str]) -> str:
    fact = row.first
    at = f' <small class="soft">{timezone.localtime(fact.starts_at):%H:%M}</small>'
    place = f"{shown.place(fact)}{at if fact.fact and fact.starts_at else ''}"
    chips = "".join(_chip(list(alike), heads) for _key, alike in groupby(row.facts, key=_alike))
    return (
        f'<li><span class="offender__lesson">{place}</span>'
        f'<span class="row-wrap">{chips}</span></li>'
    )


def _alike(fact: FactRow) -> tuple:
    """Facts that break one rule alike are said together: "topic, register: missing"."""
    done = moment(fact.done_at) if fact.done_at else ""
    return (fact.rule.code, fact.state, done, fact.was_typed_in_time, fact.excuse)


def _chip(facts: list[FactRow], heads: dict[State, str]) -> str:
    """ "homework: missing (clause 2.3.2)"."""
    fact, names = facts[0], ", ".join(what_of(one) for one in facts)
    said = heads[fact.state]
    if fact.state == State.LATE:
        said += f", {moment(fact.done_at)}"
    if fact.was_typed_in_time:
        said += ", " + _("typed %(at)s without a network") % {"at": moment(fact.device_at)}
    why = f' <small class="soft">{escape(excuse_of(fact))}</small>' if fact.excuse else ""
    clause = escape(clause_of(fact.rule))
    return (
        f'<span class="state state--{fact.state}" title="{escape(str(fact.rule.asks))}">'
        f"{escape(names)}: {escape(said)} <small>({clause})</small></span>{why}"
    )
