"""Tables of figures as HTML: a line for each rule, teacher, class, subject or week; every number
leads to the facts it counts. Written by hand: sixty teachers have four hundred links."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from control.asked import ALL
from control.counts import STATES, Counts
from control.heat_shown import Address, heading
from control.queries.compliance import CompliancePage
from core.regulation import Rule, State

# Below this share of entries in time a line stands out.
LOW = 80


def state_heads() -> dict[State, str]:
    """Headings of the five states, as all tables and exports of compliance write them."""
    return {
        State.DONE: _("in time"),
        State.DUE: _("not due yet"),
        State.LATE: pgettext("entries", "late"),
        State.MISSING: pgettext("entries", "missing"),
        State.EXCUSED: pgettext("compliance", "excused"),
    }


def rule_name(rule: Rule) -> str:
    """What the rule asks, with its clauses: "… (clause 2.3.1, A4 2.1)"."""
    if not rule.clauses:
        return str(rule.asks)
    return f"{rule.asks} ({clause_of(rule)})"


def clause_of(rule: Rule) -> str:
    """ "clause 2.3.1, A4 2.1"; the norm or local act has none."""
    clauses = ", ".join(rule.clauses)
    return _("clause %(clause)s") % {"clause": clauses} if clauses else ""


def rules_table(page: CompliancePage, school_id: int) -> SafeString:
    """A line for each rule, the clause beside it, and the sum."""
    address = Address(page, school_id)
    body = "".join(
        _line(_rule(row.rule), row.counts, address, rule=row.rule.code) for row in page.rules
    )
    foot = _line(_("In all"), page.total, address) if len(page.rules) > 1 else ""
    return _table(_("Rule"), body, foot)


def groups_table(page: CompliancePage, school_id: int) -> SafeString:
    """A line for each teacher, class or subject."""
    address, name = Address(page, school_id), page.asked.by
    name = "school_class" if name == "class" else name
    body = "".join(
        _line(escape(group.name), group.counts, address, **{name: group.key})
        for group in page.groups
    )
    return _table(heading(page.asked.by), body)


def weeks_table(page: CompliancePage, school_id: int) -> SafeString:
    """The trend in numbers, a line for each week."""
    address = Address(page, school_id)
    body = "".join(
        _line(
            week_name(week.monday), week.counts, address,
            first=week.monday, last=week.monday + timedelta(days=6),
        )
        for week in page.weeks
    )  # fmt: skip
    return _table(_("Week"), body, delay=False)


def week_name(monday: date) -> str:
    return f"{monday:%d.%m} – {monday + timedelta(days=6):%d.%m}"


def comma(value: object) -> str:
    return "–" if value is None else str(value).replace(".", ",")


def _rule(rule: Rule) -> str:
    return f'{escape(str(rule.asks))} <small class="soft nowrap">{escape(clause_of(rule))}</small>'


def _table(first: str, body: str, foot: str = "", *, delay: bool = True) -> SafeString:
    heads = "".join(f'<th scope="col" class="num">{head}</th>' for head in _heads(delay=delay))
    foot = f"<tfoot>{foot}</tfoot>" if foot else ""
    return SafeString(
        '<table class="list-table figures-table fold"><thead><tr>'
        f'<th scope="col">{escape(first)}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody>{foot}</table>"
    )


def _heads(*, delay: bool) -> Iterable[str]:
    for state, head in state_heads().items():
        yield head
        if state == State.LATE and delay:
            yield _("mean delay, h")
    yield _("in time, %")


def _line(name: str, counts: Counts, address: Address, **of: object) -> str:
    delay = "first" not in of
    cells = "".join(
        _number(counts, state, address, of)
        + (_delay(counts) if state == State.LATE and delay else "")
        for state in STATES
    )
    percent, share = counts.in_time_percent, _("in time, %")
    low = ' class="share--low"' if percent is not None and percent < LOW else ""
    return (
        f'<tr><th scope="row"><a href="{address.all(state=ALL, **of)}">{name}</a></th>{cells}'
        f'<td class="num" data-word="{share}"><span{low}>{comma(percent)}</span></td></tr>'
    )


def _number(counts: Counts, state: State, address: Address, of: dict[str, object]) -> str:
    number, word = counts[state], state_heads()[state]
    if not number:
        return f'<td class="num none" data-word="{word}">0</td>'
    shown = f'<a href="{address.all(state=state.value, **of)}">{number}</a>'
    if state in (State.LATE, State.MISSING):
        shown = f'<span class="state state--{state}">{shown}</span>'
    if state == State.LATE and counts.offline:
        words = _("typed in time without a network: %d") % counts.offline
        shown += f' <small class="soft">{words}</small>'
    return f'<td class="num" data-word="{word}">{shown}</td>'


def _delay(counts: Counts) -> str:
    if not counts.late:
        return '<td class="num none">–</td>'
    longest = _("the longest %s h") % comma(counts.longest_hours)
    word = _("mean delay, h")
    return f'<td class="num" data-word="{word}" title="{longest}">{comma(counts.mean_hours)}</td>'


def printed_figures(page: CompliancePage) -> list[tuple[str, list[str], list[list[str]]]]:
    """The tables of the page for paper: heading of the first column, headings, lines."""
    heads = [str(head) for head in _heads(delay=True)]
    rules = [_printed(rule_name(row.rule), row.counts) for row in page.rules]
    tables = [(_("Rule"), heads, [*rules, _printed(_("In all"), page.total)])]
    if page.asked.by != "rule":
        lines = [_printed(group.name, group.counts) for group in page.groups]
        tables.append((heading(page.asked.by), heads, lines))
    weeks = [_printed(week_name(week.monday), week.counts, delay=False) for week in page.weeks]
    return [*tables, (_("Week"), [str(head) for head in _heads(delay=False)], weeks)]


def _printed(name: str, counts: Counts, *, delay: bool = True) -> list[str]:
    line = [name]
    for state in STATES:
        line.append(str(counts[state]))
        if state == State.LATE and delay:
            line.append(comma(counts.mean_hours))
    return [*line, comma(counts.in_time_percent)]
