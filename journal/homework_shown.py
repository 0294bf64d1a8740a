"""The parts of the homework's forms that are alike for all and for some: until when, how long, for
whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from django.template import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.files import accepted_endings
from journal.names_shown import name_shown
from journal.queries.homework_here import HomeworkHere
from journal.queries.lesson_page import LessonPage


def due_fields(
    context: Context, page: LessonPage, task: HomeworkHere | None, prefix: str
) -> SafeString:
    """A later lesson of the course or a day, and the minutes expected. What stands there is
    written down once more, so that a plain form knows what was changed."""
    typed = context.get("typed") or {}
    standing = _standing(page, task)
    shown = {name: typed.get(f"{prefix}{name}", value) for name, value in standing.items()}
    rest = "|".join([*standing.values(), _chosen(task) if prefix.startswith("some-") else ""])
    seen = f"{prefix}seen-rest" if prefix else "seen-rest"
    return SafeString(
        f'<div class="more__row due">{_lessons(page, task, prefix, shown["due"])}'
        f"{_day(page, prefix, shown['due_day'])}{_minutes(prefix, shown['minutes'])}"
        f'<input type="hidden" name="{seen}" value="{rest}"></div>'
    )


def student_boxes(
    context: Context, page: LessonPage, task: HomeworkHere | None, prefix: str
) -> SafeString:
    """The students of the lesson, to choose some of them."""
    chosen = task.student_ids if task else frozenset()
    typed = context.get("typed")
    if typed and hasattr(typed, "getlist") and f"{prefix}students" in typed:
        chosen = frozenset(int(pk) for pk in typed.getlist(f"{prefix}students") if pk.isdecimal())
    return SafeString(
        "".join(
            f'<label><input type="checkbox" class="form-check-input" name="{prefix}students"'
            f' data-name="students" value="{row.student.pk}"'
            f"{' checked' if row.student.pk in chosen else ''}> {name_shown(row.student)}</label>"
            for row in page.rows
        )
    )


def accepted_files() -> str:
    """The endings of files that may be attached, for the file chooser."""
    return accepted_endings()


def _standing(page: LessonPage, task: HomeworkHere | None) -> Mapping[str, str]:
    """What the fields hold for this homework: the next lesson is the empty choice."""
    if task is None:
        return {"due": "", "due_day": "", "minutes": ""}
    follows = page.next.pk if page.next else None
    by_lesson = task.due_lesson_id not in (None, follows)
    return {
        "due": str(task.due_lesson_id) if by_lesson else "",
        "due_day": f"{task.due_day:%Y-%m-%d}" if task.due_day else "",
        "minutes": str(task.minutes or ""),
    }


def _chosen(task: HomeworkHere | None) -> str:
    return ",".join(str(pk) for pk in sorted(task.student_ids)) if task else ""


def _lessons(page: LessonPage, task: HomeworkHere | None, prefix: str, value: str) -> str:
    options = "".join(
        f'<option value="{pk}"{" selected" if pk == value else ""}>{escape(words)}</option>'
        for pk, words in _options(page, task)
    )
    label = escape(_("set for"))
    return (
        f'<label for="{prefix}due" class="small">{label}</label>'
        f'<select class="form-select form-select-sm" id="{prefix}due" name="{prefix}due"'
        f' data-name="due">{options}</select>'
    )


def _options(page: LessonPage, task: HomeworkHere | None) -> Iterator[tuple[str, str]]:
    """The next lesson, those after it, and the one that stands there, however far it lies."""
    following = _("next lesson")
    yield "", f"{following}, {_day_words(page.next.day)}" if page.next else following
    for lesson in page.later[1:]:
        yield str(lesson.pk), _day_words(lesson.day)
    listed = {lesson.pk for lesson in page.later}
    if task and task.due and task.due_lesson_id and task.due_lesson_id not in listed:
        yield str(task.due_lesson_id), _day_words(task.due)


def _day_words(day: object) -> str:
    return date_format(day, "D j E")


def _day(page: LessonPage, prefix: str, value: str) -> str:
    label = escape(_("or by"))
    return (
        f'<label for="{prefix}due_day" class="small">{label}</label>'
        f'<input class="form-control form-control-sm" type="date" id="{prefix}due_day"'
        f' name="{prefix}due_day" data-name="due_day" value="{escape(value)}"'
        f' min="{page.lesson.day:%Y-%m-%d}">'
    )


def _minutes(prefix: str, value: str) -> str:
    label, unit = escape(_("takes")), escape(_("min"))
    return (
        f'<span class="due__time"><label for="{prefix}minutes" class="small">{label}</label>'
        f'<input class="form-control form-control-sm due__minutes" type="number" min="1" max="300"'
        f' inputmode="numeric" id="{prefix}minutes" name="{prefix}minutes" data-name="minutes"'
        f' value="{escape(value)}"><span class="small">{unit}</span></span>'
    )
