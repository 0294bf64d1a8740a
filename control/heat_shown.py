"""The heat map as a picture and as a table: groups × days, up to a hundred rows and fifty columns,
so written by hand as the journal's grid is (design.md section 7).

The picture is for eyes and mouse; the table below it says the same to everybody, with links."""

from __future__ import annotations

from datetime import date
from html import escape

from django.template.defaultfilters import date as date_shown
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from control.counts import NONE, Counts
from control.queries.compliance import CompliancePage, Group

_CELL, _GAP, _HEAD, _NAMES = 30, 2, 34, 230
_SUM = 44
# Of what was asked, the share from which the next shade begins, in percent.
SHADES = (10, 25, 50)
_LONGEST = 30


def heat_map(page: CompliancePage, school_id: int) -> SafeString:
    """Groups with anything of what is looked at, a square for each day; darker is more, and the
    number stands in the square. No square: nothing was asked that day."""
    address = Address(page, school_id)
    columns = page.columns
    width = _NAMES + len(columns) * (_CELL + _GAP) + _SUM
    height = _HEAD + len(page.in_picture) * (_CELL + _GAP)

    def weekday(day: date) -> str:
        return "" if page.asked.in_weeks else date_shown(day, "D").lower()

    heads = "".join(
        f'<text class="heat__day" x="{_left(at) + _CELL // 2}" y="{_HEAD - 18}"'
        f' text-anchor="middle">{weekday(day)}</text>'
        f'<text class="heat__day" x="{_left(at) + _CELL // 2}" y="{_HEAD - 5}"'
        f' text-anchor="middle">{day:%d.%m}</text>'
        for at, day in enumerate(columns)
    )
    rows = "".join(_row(at, group, page, address) for at, group in enumerate(page.in_picture))
    return SafeString(
        f'<svg class="heat" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' aria-hidden="true" focusable="false">{heads}{rows}</svg>'
    )


def heat_table(page: CompliancePage, school_id: int) -> SafeString:
    """The same as a table; a number leads to the facts it counts."""
    address = Address(page, school_id)
    heads = "".join(f'<th scope="col" class="num">{column_name(day)}</th>' for day in page.columns)
    body = "".join(_table_row(group, page, address) for group in page.in_picture)
    first, total = heading(page.asked.by), _("In all")
    return SafeString(
        f'<table class="list-table heat-table"><thead><tr><th scope="col">{first}</th>'
        f'{heads}<th scope="col" class="num">{total}</th></tr></thead><tbody>{body}</tbody></table>'
    )


class Address:
    """Addresses of the list of facts behind a group or a square of the map."""

    def __init__(self, page: CompliancePage, school_id: int) -> None:
        self._asked = page.asked
        self._facts = reverse("control:facts", args=[school_id])

    def of(self, group: Group, **more: object) -> str:
        name = "school_class" if self._asked.by == "class" else self._asked.by
        return escape(f"{self._facts}?{self._asked.query(**{name: group.key}, **more)}")

    def all(self, **more: object) -> str:
        return escape(f"{self._facts}?{self._asked.query(**more)}")

    def days(self, column: date) -> dict[str, date]:
        """The days that a column stands for, within the period."""
        if not self._asked.in_weeks:
            return {"first": column, "last": column}
        sunday = date.fromordinal(column.toordinal() + 6)
        return {"first": max(column, self._asked.first), "last": min(sunday, self._asked.last)}


def printed_heat(page: CompliancePage) -> list[list[tuple[str, int]]]:
    """The lines of the map for paper, each cell with its shade."""
    states, lines = page.asked.states, []
    for group in page.in_picture:
        line = [(group.name, 0)]
        for day in page.columns:
            counts = group.by_column.get(day, NONE)
            part = counts.those(states)
            line.append((str(part) if counts.asked else "", shade(part, counts)))
        lines.append([*line, (str(group.counts.those(states)), 0)])
    return lines


def heading(by: str) -> str:
    """What the rows of the tables are."""
    match by:
        case "teacher":
            return _("Teacher")
        case "class":
            return _("Class")
        case "subject":
            return _("Subject")
        case _:
            return _("Rule")


def column_name(day: date) -> str:
    return f"{day:%d.%m}"


def shade(part: int, counts: Counts) -> int:
    """From 0 (none) to 4, by the share of what was asked."""
    if not part:
        return 0
    percent = 100 * part / counts.asked
    return 1 + sum(percent > border for border in SHADES)


def _left(at: int) -> int:
    return _NAMES + at * (_CELL + _GAP)


def _row(at: int, group: Group, page: CompliancePage, address: Address) -> str:
    top = _HEAD + at * (_CELL + _GAP)
    middle = top + _CELL // 2 + 4
    name = group.name if len(group.name) <= _LONGEST else f"{group.name[: _LONGEST - 1]}…"
    squares = "".join(
        _square(column, top, group, day, page, address) for column, day in enumerate(page.columns)
    )
    total = group.counts.those(page.asked.states)
    return (
        f'<text class="heat__name" x="{_NAMES - 8}" y="{middle}" text-anchor="end">'
        f"<title>{escape(group.name)}</title>{escape(name)}</text>{squares}"
        f'<text class="heat__sum" x="{_left(len(page.columns)) + 8}" y="{middle}">{total}</text>'
    )


def _square(
    at: int, top: int, group: Group, day: date, page: CompliancePage, address: Address
) -> str:
    counts = group.by_column.get(day, NONE)
    if not counts.asked:
        return ""
    part = counts.those(page.asked.states)
    level = shade(part, counts)
    x = _left(at)
    square = (
        f'<rect class="heat__{level}" x="{x}" y="{top}" width="{_CELL}" height="{_CELL}" rx="3"/>'
    )
    if not part:
        return square
    says = _("%(name)s, %(day)s: %(part)d of %(asked)d") % {
        "name": group.name, "day": column_name(day), "part": part, "asked": counts.asked,
    }  # fmt: skip
    return (
        f'<a href="{address.of(group, **address.days(day))}" tabindex="-1">'
        f"<title>{escape(says)}</title>{square}"
        f'<text class="heat__n heat__n--{level}" x="{x + _CELL // 2}" y="{top + _CELL // 2 + 4}"'
        f' text-anchor="middle">{part}</text></a>'
    )


def _table_row(group: Group, page: CompliancePage, address: Address) -> str:
    cells = "".join(_table_cell(group, day, page, address) for day in page.columns)
    total = _link(group.counts.those(page.asked.states), address.of(group))
    name = escape(group.name)
    return f'<tr><th scope="row">{name}</th>{cells}<td class="num">{total}</td></tr>'


def _table_cell(group: Group, day: date, page: CompliancePage, address: Address) -> str:
    counts = group.by_column.get(day, NONE)
    if not counts.asked:
        return '<td class="num"></td>'
    part = counts.those(page.asked.states)
    return f'<td class="num">{_link(part, address.of(group, **address.days(day)))}</td>'


def _link(number: int, address: str) -> str:
    return f'<a href="{address}">{number}</a>' if number else "0"
