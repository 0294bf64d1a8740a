"""The trend as a picture: a bar for each week, missing below late below excused. A table beside it
says the same."""

from __future__ import annotations

from datetime import timedelta
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from control.counts import Counts
from control.queries.compliance import CompliancePage, Week
from core.regulation import State

_BAR, _STEP, _HEIGHT, _TOP, _FOOT, _AXIS = 34, 60, 120, 22, 30, 40
# From the axis upwards.
_STACKED = (State.MISSING, State.LATE, State.EXCUSED)


def trend(page: CompliancePage, school_id: int) -> SafeString:
    """Shares of what was asked each week, with what broke a rule in percent above the bar."""
    most = max((_share(week.counts, _STACKED) for week in page.weeks), default=0.0)
    scale = _scale(most)
    width = _AXIS + len(page.weeks) * _STEP
    height = _TOP + _HEIGHT + _FOOT
    lines = "".join(_line(percent, scale, width) for percent in (0, scale // 2, scale))
    address = reverse("control:compliance", args=[school_id])
    bars = "".join(_bar(at, week, scale, page, address) for at, week in enumerate(page.weeks))
    return SafeString(
        f'<svg class="trend" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' aria-hidden="true" focusable="false">'
        '<defs><pattern id="late-stripes" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect class="trend__late" width="6" height="6"/>'
        '<rect class="trend__stripe" width="2" height="6"/></pattern></defs>'
        f"{lines}{bars}</svg>"
    )


def percent_broken(counts: Counts) -> str:
    """Of what was asked, how much broke a rule: "3,4 %"."""
    if not counts.asked:
        return "–"
    return f"{100 * counts.broken / counts.asked:.1f} %".replace(".", ",")


def _share(counts: Counts, states: tuple[State, ...]) -> float:
    return 100 * counts.those(states) / counts.asked if counts.asked else 0.0


def _scale(most: float) -> int:
    """The percent the axis ends at: 10, 20, … 100."""
    return min(100, max(10, -(-int(most + 1) // 10) * 10))


def _line(percent: int, scale: int, width: int) -> str:
    y = _TOP + _HEIGHT - _HEIGHT * percent // scale
    return (
        f'<line class="trend__line" x1="{_AXIS - 4}" x2="{width}" y1="{y}" y2="{y}"/>'
        f'<text class="trend__axis" x="{_AXIS - 8}" y="{y + 4}" text-anchor="end">'
        f"{percent} %</text>"
    )


def _bar(at: int, week: Week, scale: int, page: CompliancePage, address: str) -> str:
    x, parts, y = _AXIS + at * _STEP + (_STEP - _BAR) // 2, [], float(_TOP + _HEIGHT)
    for state in _STACKED:
        size = _HEIGHT * _share(week.counts, (state,)) / scale
        y -= size
        look = f'class="trend__{state}"'
        if state == State.LATE:
            look = 'fill="url(#late-stripes)"'
        parts.append(f'<rect {look} x="{x}" y="{y:.1f}" width="{_BAR}" height="{size:.1f}"/>')
    sunday = week.monday + timedelta(days=6)
    query = escape(page.asked.query(first=week.monday, last=sunday))
    middle = x + _BAR // 2
    says = _("%(first)s – %(last)s: %(broken)d of %(asked)d broken") % {
        "first": f"{week.monday:%d.%m}", "last": f"{sunday:%d.%m}",
        "broken": week.counts.broken, "asked": week.counts.asked,
    }  # fmt: skip
    here = " trend__week--here" if page.asked.first <= week.monday <= page.asked.last else ""
    return (
        f'<a href="{address}?{query}" tabindex="-1"><title>{escape(says)}</title>'
        f'<rect class="trend__room" x="{x - 8}" y="{_TOP}" width="{_BAR + 16}"'
        f' height="{_HEIGHT + _FOOT}"/>{"".join(parts)}'
        f'<text class="trend__n" x="{middle}" y="{y - 5:.1f}" text-anchor="middle">'
        f"{percent_broken(week.counts)}</text>"
        f'<text class="trend__week{here}" x="{middle}" y="{_TOP + _HEIGHT + 18}"'
        f' text-anchor="middle">{week.monday:%d.%m}</text></a>'
    )
