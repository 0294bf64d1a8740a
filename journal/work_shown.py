"""The results of a work as HTML: a line for each student, up to thirty-four of them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from journal.queries.work_page import ResultRow, WorkPage

FIELDS = ("mark", "retake")
Bad = Mapping[tuple[int, str], str]  # (student, field) -> why


def result_rows(page: WorkPage, typed: Mapping[str, str], bad: Bad) -> SafeString:
    """All lines: name with the absence, points where the work has them, mark, retake. `typed` is
    what was sent and refused, `bad` says why."""
    words = {
        "points": _("Points"),
        "mark": _("Mark of the work"),
        "retake": _("Retake"),
        "owes": _("owes the work"),
    }
    return SafeString(
        "".join(
            _line(number, row, page, words, typed, bad)
            for number, row in enumerate(page.rows, start=1)
        )
    )


def _line(
    number: int,
    row: ResultRow,
    page: WorkPage,
    words: dict[str, str],
    typed: Mapping[str, str],
    bad: Bad,
) -> str:
    away = f' <i class="absence">{row.sign}</i>' if row.sign else ""
    owes = f' <span class="state state--due">{words["owes"]}</span>' if row.owes else ""
    fields = (
        ("points", "mark", "retake") if page.work.most_points is not None else ("mark", "retake")
    )
    cells = "".join(_cell(field, row, page, words, typed, bad) for field in fields)
    messages = " ".join(
        bad[row.student.pk, field] for field in fields if (row.student.pk, field) in bad
    )
    said = f'<span class="results__bad" id="bad-{row.student.pk}">{escape(messages)}</span>'
    return (
        f'<tr data-s="{row.student.pk}"><th scope="row"><span>{number}</span>'
        f" {escape(row.student.name)}{away}{owes}{said if messages else ''}</th>{cells}</tr>\n"
    )


def _cell(
    field: str,
    row: ResultRow,
    page: WorkPage,
    words: dict[str, str],
    typed: Mapping[str, str],
    bad: Bad,
) -> str:
    stands = {"points": row.points, "mark": row.mark, "retake": row.retake}[field]
    others = " ".join(escape(text) for text in row.between) if field == "retake" else ""
    if not page.is_open:
        return f'<td class="results__{field}">{others} {escape(stands)}</td>'
    name = f"{field}-{row.student.pk}"
    seen = typed.get(f"seen-{name}", stands)
    wrong = ""
    if (row.student.pk, field) in bad:
        wrong = f' class="is-bad" aria-invalid="true" aria-describedby="bad-{row.student.pk}"'
    mode = ' inputmode="decimal"' if field == "points" else ""
    return (
        f'<td class="results__{field}">{others}<input name="{name}" data-column="{field}"'
        f' value="{escape(typed.get(name, stands))}" data-known="{escape(stands)}"'
        f' aria-label="{words[field]}: {escape(row.student.name)}" maxlength="20"{mode}'
        f' autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="next"{wrong}>'
        f'<input type="hidden" name="seen-{name}" value="{escape(seen)}">'
        f"{'<output></output>' if field == 'points' else ''}</td>"
    )
