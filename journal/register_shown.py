"""The register of a lesson as HTML: a line for each student, up to thirty-four of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from django.utils.safestring import SafeString

from core.refusal import Refused
from journal.models import AbsenceKind
from journal.names_shown import name_shown
from journal.queries.lesson_page import LessonPage, RegisterRow
from journal.queries.signals import Signal


def register_rows(
    page: LessonPage, *, typed: Mapping[str, str], errors: Sequence[Refused]
) -> SafeString:
    """All lines. Where marks may be written, each has the four buttons and its one entry; `typed`
    and `errors` are those of a plain form that was refused in part."""
    bad = {error.field for error in errors}
    signs = [(kind.sign, escape(str(kind.label))) for kind in AbsenceKind]
    show = _entry if page.may_mark else _read
    return SafeString(
        "".join(
            f"<tr{_sign(row)}>{_name(number, row)}{show(row, signs, typed, bad)}"
            f'<td class="avg">{row.average}</td></tr>\n'
            for number, row in enumerate(page.rows, start=1)
        )
    )


def _sign(row: RegisterRow) -> str:
    sign = f' data-sign="{row.sign}"' if row.sign else ""
    return f' data-s="{row.student.pk}"{sign}'


def _name(number: int, row: RegisterRow) -> str:
    signals = "".join(map(_signal, row.signals))
    return f'<th scope="row"><span>{number}</span> {name_shown(row.student)}{signals}</th>'


def _signal(signal: Signal) -> str:
    """A note of absence in words; what holds for weeks as a sign that says more when asked."""
    words, sign = escape(signal.words), escape(signal.sign)
    if signal.is_said_in_words:
        return f' <small class="signal signal--{signal.what}">{words}</small>'
    return (
        f' <small class="signal signal--{signal.what}" title="{words}">'
        f'<span aria-hidden="true">{sign}</span>'
        f'<span class="visually-hidden">{words}</span></small>'
    )


def _read(row: RegisterRow, *_unused: object) -> str:
    return f'<td></td><td class="entry">{row.shown}</td>'


def _entry(
    row: RegisterRow, signs: list[tuple[str, str]], typed: Mapping[str, str], bad: set[str | None]
) -> str:
    name = f"cell-{row.student.pk}"
    text = escape(row.text)
    wrong = ' class="is-bad" aria-invalid="true"' if name in bad else ""
    buttons = "".join(
        f'<button type="button" data-sign="{sign}" tabindex="-1" title="{label}"'
        f' aria-pressed="{"true" if row.sign == sign else "false"}">{sign}</button>'
        for sign, label in signs
    )
    return (
        f'<td class="signs">{buttons}</td><td class="entry"><input name="{name}"'
        f' value="{escape(typed.get(name, row.text))}" data-known="{text}"'
        f' aria-label="{escape(row.student.name)}" maxlength="40" enterkeyhint="next"'
        f' autocapitalize="off" spellcheck="false"{wrong}>'
        f'<input type="hidden" name="seen-{name}" value="{text}"></td>'
    )
