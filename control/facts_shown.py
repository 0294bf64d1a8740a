"""The list of facts as HTML, up to two hundred lines a page, so written by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from html import escape

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from control.figures_shown import clause_of, comma, state_heads
from control.queries.fact_list import FactRow, FactsPage
from core.regulation import State


def fact_rows(
    page: FactsPage, school_id: int, *, may_excuse: bool, ticked: Collection[str] = ()
) -> SafeString:
    """A line for each fact: what was asked with its clause, until when, when it came, by how much
    too late, and who excused it."""
    shown = RowShown(school_id, may_excuse=may_excuse, ticked=ticked, reminded=page.reminded)
    return SafeString("".join(shown.line(row) for row in page.rows))


def printed_facts(page: FactsPage) -> list[list[str]]:
    """The lines for paper, in the order of the workbook's columns."""
    return [
        [
            f"{row.day:%d.%m.%Y}", lesson_of(row), row.teacher, what_of(row), str(row.rule.asks),
            clause_of(row.rule), state_of(row), moment(row.due_at), moment(row.done_at),
            comma(row.delay_hours) if row.late_for is not None else "", excuse_of(row),
        ]
        for row in page.rows
    ]  # fmt: skip


def what_of(row: FactRow) -> str:
    """What was asked: the topic, the register or the homework, else the rule's own words."""
    return str(row.fact.label) if row.fact else str(row.rule.asks)


def lesson_of(row: FactRow) -> str:
    """ "3. Алгебра, 7Б": of what; the school itself where it is nobody's."""
    named = ", ".join(filter(None, (row.subject, row.group)))
    return f"{row.number}. {named}" if row.number is not None else named or _("the school")


def state_of(row: FactRow) -> str:
    """The state in words; an excused one says what it would be."""
    heads = state_heads()
    if row.state == State.EXCUSED:
        return f"{heads[State.EXCUSED]} ({heads[row.was]})"
    return heads[row.state]


def excuse_of(row: FactRow) -> str:
    """Why it is excused and who said so."""
    if row.excuse is None:
        return ""
    one = row.excuse
    return f"{one.kind.label}: {one.words} ({one.decided_by})"


def moment(at: datetime | None) -> str:
    """ "08.09 14:30", school time."""
    return f"{timezone.localtime(at):%d.%m %H:%M}" if at else ""


class RowShown:
    """Lines of the list; addresses are asked once a page."""

    def __init__(
        self,
        school_id: int,
        *,
        may_excuse: bool,
        ticked: Collection[str] = (),
        reminded: Mapping[tuple[str, str, int], int] | None = None,
    ) -> None:
        self._school_id = school_id
        self._ticked = ticked
        self._reminded = reminded or {}
        self._log = reverse("control:reminders", args=[school_id])
        self._may_excuse = may_excuse
        path = reverse("journal:lesson", args=[school_id, 0])
        self._lesson = path.replace("/lessons/0/", "/lessons/{}/")
        self._excuse = _("Excuse: %s")
        self._words = (_("Due"), _("Entered"), _("Delay, h"))

    def line(self, row: FactRow) -> str:
        clause = escape(clause_of(row.rule))
        what = f'{escape(what_of(row))} <small class="soft nowrap">{clause}</small>'
        return (
            f"<tr>{self._tick(row)}<td>{row.day:%d.%m.%Y}</td><td>{self.place(row)}</td>"
            f"<td>{escape(row.teacher) or '–'}</td><td>{what}</td><td>{self._state(row)}</td>"
            f'<td class="nowrap" data-word="{self._words[0]}">{moment(row.due_at)}</td>'
            f'<td class="nowrap{"" if row.done_at else " none"}" data-word="{self._words[1]}">'
            f"{moment(row.done_at) or '–'}</td>"
            f'<td class="num{"" if row.delay_hours else " none"}" data-word="{self._words[2]}">'
            f"{comma(row.delay_hours)}</td></tr>\n"
        )

    def _tick(self, row: FactRow) -> str:
        if not self._may_excuse:
            return ""
        if not row.is_broken:
            return "<td></td>"
        checked = " checked" if row.token in self._ticked else ""
        says = escape(self._excuse % f"{row.day:%d.%m}, {lesson_of(row)}, {what_of(row)}")
        return (
            f'<td><input class="form-check-input" type="checkbox" name="fact"'
            f' value="{row.token}"{checked} aria-label="{says}"></td>'
        )

    def place(self, row: FactRow) -> str:
        name = escape(lesson_of(row))
        address = self._address(row)
        return f'<a href="{address}">{name}</a>' if address else name

    def _address(self, row: FactRow) -> str:
        """The lesson; of what is no lesson's the page where it is mended."""
        if row.lesson_id:
            return self._lesson.format(row.lesson_id)
        try:
            return _elsewhere(row, self._school_id)
        except NoReverseMatch:
            return ""

    def _state(self, row: FactRow) -> str:
        shown = f'<span class="state state--{row.state}">{state_of(row)}</span>'
        if row.excuse:
            shown += f' <small class="soft">{escape(excuse_of(row))}</small>'
        if row.was_typed_in_time:
            words = _("typed %(at)s without a network") % {"at": moment(row.device_at)}
            shown += f' <small class="soft">{words}</small>'
        return shown + self._told(row)

    def _told(self, row: FactRow) -> str:
        """How often people were reminded of it; of a lesson with the way to the log."""
        times = self._reminded.get((row.rule.code, str(row.fact or ""), row.about_id), 0)
        if not times:
            return ""
        words = escape(
            ngettext("reminded %(n)d time", "reminded %(n)d times", times) % {"n": times}
        )
        if row.lesson_id:
            words = f'<a href="{self._log}?lesson={row.lesson_id}">{words}</a>'
        return f' <small class="soft nowrap">{words}</small>'


def _elsewhere(row: FactRow, school_id: int) -> str:
    match row.rule.code:
        case "PAPER_WEEKLY" if row.class_id:
            return reverse("diary:paper_class", args=[school_id, row.class_id])
        case "YEAR_OPENED":
            return reverse("control:readiness", args=[school_id])
        case "RESPONSIBLE_NAMED":
            return reverse("school:appointments", args=[school_id])
        case "MONITORING_WEEKLY":
            return reverse("control:figures", args=[school_id])
        case _ if row.course_id:
            return reverse("journal:terms", args=[school_id, row.course_id])
        case _:
            return ""
