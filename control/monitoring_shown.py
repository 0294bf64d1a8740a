"""The rows of the monitoring as HTML: forty-five schools with a dozen cells each are joined here,
not looped over in a template (design.md section 7). Everything a person has written is escaped."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from control.drawing import spark
from control.queries.monitoring import (
    TREND_WEEKS,
    Asked,
    MonitoringPage,
    SchoolRow,
    monitoring_page,
)
from core.regulation import State
from core.text import Name

# From how many percent on a share is not marked as low.
ENOUGH = 90

COLUMNS = (
    ("school", gettext_lazy("School"), False),
    ("", gettext_lazy("Lessons held"), True),
    ("in_time", gettext_lazy("Recorded the same day"), True),
    ("complete", gettext_lazy("With all facts"), True),
    ("broken", gettext_lazy("Deadlines late / missing"), True),
    ("access", gettext_lazy("Guardians with access"), True),
    ("", gettext_lazy("Without the diary / handed a report"), True),
    ("", gettext_lazy("Year opened"), False),
    ("", gettext_lazy("Responsible, order"), False),
    ("confirmed", gettext_lazy("Confirmed"), False),
    ("", gettext_lazy("Last weeks, in time"), False),
)
NARROWED = {
    "all": gettext_lazy("All schools"),
    "unreported": gettext_lazy("Have not reported"),
    "unconfirmed": gettext_lazy("Have not confirmed"),
    "unopened": gettext_lazy("Year not opened"),
    "nobody": gettext_lazy("Nobody responsible"),
    "outliers": pgettext_lazy("schools", "Stand out"),
}


@lru_cache(maxsize=64)
def week_shown(
    municipality_id: int, asked: Asked, *, newest: date, language: str, version: str
) -> SafeString:
    """The contents of the page, rendered once: a closed week stays as it is, and what may still be
    added to it stands in `version`. Each process keeps its own, so new code begins anew."""
    page = monitoring_page(municipality_id, asked, newest=newest)
    shown = {
        "page": page,
        "columns": COLUMNS,
        "rows": school_rows(page, municipality_id=municipality_id),
        "narrowings": [(key, words, page.count(key)) for key, words in NARROWED.items()],
    }
    return mark_safe(render_to_string("control/_monitoring.html", shown))


def school_rows(page: MonitoringPage, *, municipality_id: int) -> SafeString:
    """The body of the table."""
    words = _Words()
    first = page.week - timedelta(days=7) * (TREND_WEEKS - 1)
    address = reverse("control:monitoring_school", args=[municipality_id, 0])
    address = address.replace("/0/", "/{}/") + f"?week={page.week}"
    rows = (_row(row, words, address.format(row.school_id), first) for row in page.rows)
    return mark_safe("".join(rows))


def _row(row: SchoolRow, words: _Words, address: str, first: object) -> str:
    name = f'<a href="{address}">{escape(row.name)}</a>'
    if row.is_own:
        name += f' <small class="soft">{words.own}</small>'
    name += "".join(
        f'<span class="outlier">{escape(remark.words)}</span>' for remark in row.remarks
    )
    line = spark(row.trend, first=first, weeks=TREND_WEEKS)
    if not row.is_reported:
        return (
            f'<tr><th scope="row">{name}</th><td colspan="9">'
            f'<span class="state state--missing">{words.unreported}</span></td><td>{line}</td></tr>'
        )
    cells = (
        f"{row.held}",
        _share(row.in_time, row.in_time_percent),
        _share(row.complete, row.complete_percent),
        f"{row.late} / {row.missing}",
        _share(row.with_access, row.access_percent, low=0),
        f"{row.without_diary} / {row.served}",
    )
    numbers = "".join(f'<td class="num">{cell}</td>' for cell in cells)
    return (
        f'<tr><th scope="row">{name}</th>{numbers}<td>{_opened(row, words)}</td>'
        f"<td>{_responsible(row, words)}</td><td>{_confirmed(row, words)}</td><td>{line}</td></tr>"
    )


def _share(part: int, percent: int | None, *, low: int = ENOUGH) -> str:
    if percent is None:
        return f"{part}"
    kind = " share--low" if percent < low else ""
    return f'{part} <span class="share{kind}">{percent} %</span>'


def _opened(row: SchoolRow, words: _Words) -> str:
    if row.opened_on:
        return f'<span class="nowrap">{row.opened_on:%d.%m.%Y}</span>'
    return f'<span class="state state--due">{words.unopened}</span>'


def _responsible(row: SchoolRow, words: _Words) -> str:
    if row.order_number:
        order = words.order % {
            "number": escape(row.order_number),
            "day": f"{row.order_day:%d.%m.%Y}",
        }
        sent = "" if row.sent_on else f' <span class="state state--due">{words.unsent}</span>'
        name = escape(_short(row.responsible))
        return f'{name}<br><small class="soft nowrap">{order}</small>{sent}'
    if row.responsible_state == State.MISSING:
        return f'<span class="state state--missing">{words.nobody}</span>'
    return f'<span class="soft">{words.by_october}</span>'


def _confirmed(row: SchoolRow, words: _Words) -> str:
    if not row.confirmed_at:
        return f'<span class="state state--due">{words.unconfirmed}</span>'
    return (
        f"{escape(_short(row.confirmed_by))}<br>"
        f'<small class="soft">{row.confirmed_at.astimezone(words.zone):%d.%m.%Y}</small>'
    )


def _short(name: str) -> str:
    """A name with its initials; whatever else was written as a name stays."""
    last, *rest = name.split() or [""]
    return Name(last, *rest).short if len(rest) in (1, 2) else name


class _Words:
    """The words of the table, each looked up once a page."""

    __slots__ = (
        *("by_october", "nobody", "order", "own", "unconfirmed", "unopened"),
        *("unreported", "unsent", "zone"),
    )

    def __init__(self) -> None:
        from django.utils.timezone import get_current_timezone

        self.own = _("own installation")
        self.unreported = _("has not reported")
        self.unopened = _("not opened")
        self.order = _("order no. %(number)s of %(day)s")
        self.unsent = _("not sent")
        self.nobody = _("nobody named")
        self.by_october = _("due by 1 October")
        self.unconfirmed = pgettext("figures", "not confirmed")
        self.zone = get_current_timezone()
