"""Lines of a trend as inline SVG, each with its text: what the eye sees is also said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


class Point(Protocol):
    monday: date

    @property
    def percent(self) -> int | None: ...


WIDTH, HEIGHT, EDGE = 84, 22, 3


def trend_words(points: Sequence[Point]) -> str:
    """“1.09: 92 %, 8.09: 95 %”"""
    said = [
        f"{point.monday:%d.%m}: {point.percent} %" for point in points if point.percent is not None
    ]
    return ", ".join(said) or _("no figures")


def spark(points: Sequence[Point], *, first: date, weeks: int) -> SafeString:
    """A small line of the last weeks, from 50 (and less) to 100 percent."""
    if not points:
        return mark_safe("")
    step = (WIDTH - 2 * EDGE) / max(weeks - 1, 1)
    dots = [
        (EDGE + (point.monday - first).days / 7 * step, HEIGHT - EDGE - _up(point.percent))
        for point in points
        if point.percent is not None
    ]
    if not dots:
        return mark_safe("")
    line = " ".join(f"{x:.0f},{y:.1f}" for x, y in dots)
    x, y = dots[-1]
    return mark_safe(
        f'<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="'
        f'{trend_words(points)}"><polyline points="{line}"/>'
        f'<circle cx="{x:.0f}" cy="{y:.1f}" r="2.5"/></svg>'
    )


def _up(value: int) -> float:
    """The small line shows the upper half of the hundred, where schools differ."""
    return (HEIGHT - 2 * EDGE) * max(0, value - 50) / 50


CHART_WIDTH, CHART_HEIGHT, LEFT, BELOW = 640, 150, 36, 22


class Whole(Point, Protocol):
    @property
    def complete_percent(self) -> int | None: ...


def chart(points: Sequence[Whole]) -> SafeString:
    """The weeks of many schools together: recorded the same day as a full line, with all facts as
    a broken one. The table beside it says the same in numbers."""
    step = (CHART_WIDTH - LEFT - 16) / max(len(points) - 1, 1)
    in_time = [(n, p.percent) for n, p in enumerate(points) if p.percent is not None]
    complete = [(n, p.complete_percent) for n, p in enumerate(points) if p.percent is not None]
    low = 0 if any(value < 50 for _n, value in in_time + complete) else 50
    grid = "".join(
        f'<line x1="{LEFT}" x2="{CHART_WIDTH}" y1="{y:.0f}" y2="{y:.0f}"/>'
        f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{value}</text>'
        for value in (low, (low + 100) // 2, 100)
        if (y := _down(value, low))
    )
    days = "".join(
        f'<text x="{LEFT + number * step:.0f}" y="{CHART_HEIGHT - 4}" text-anchor="middle">'
        f"{point.monday:%d.%m}</text>"
        for number, point in enumerate(points)
    )
    return mark_safe(
        f'<svg class="chart" viewBox="0 0 {CHART_WIDTH} {CHART_HEIGHT}" role="img" '
        f'aria-label="{trend_words(points)}"><g class="chart__grid">{grid}{days}</g>'
        f'<polyline class="chart__second" points="{_path(complete, step, low)}"/>'
        f'<polyline class="chart__first" points="{_path(in_time, step, low)}"/></svg>'
    )


def _path(values: list[tuple[int, int]], step: float, low: int) -> str:
    return " ".join(
        f"{LEFT + number * step:.0f},{_down(value, low):.1f}" for number, value in values
    )


def _down(value: int, low: int) -> float:
    return 8 + (CHART_HEIGHT - BELOW - 14) * (100 - value) / (100 - low)
