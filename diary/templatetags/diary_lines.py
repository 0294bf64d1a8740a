"""The lines of a diary's day: three dozen a page and the same ones each evening for the whole
town, so one function joins them (a template spends twenty times as long)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consent.permissions import Access
from core.links import linked
from diary.queries.parts import Absence, ShownMark, Task, TaskFile
from diary.queries.week import LessonLine

register = template.Library()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all lines, looked up once a day."""

    homework: str
    own: str
    nothing: str
    room: str
    minutes: str
    file: str


@register.simple_tag
def lesson_lines(lines: Iterable[LessonLine], access: Access) -> SafeString:
    """The lessons of one day as list items."""
    words = _words(access)
    return mark_safe("".join(line_html(line, words) for line in lines))


@register.simple_tag
def task_line(task: Task, access: Access) -> SafeString:
    """Homework that stands by itself under a day."""
    return mark_safe(_task(task, _words(access)))


@register.simple_tag
def task_files(files: Iterable[TaskFile], access: Access) -> SafeString:
    """The files of homework as links."""
    return mark_safe(_files(files, _words(access)))


def _words(access: Access) -> Words:
    return Words(
        homework=escape(_("Homework:")),
        own=escape(_("for your child only")),
        nothing=escape(_("no homework was set")),
        room=escape(pgettext("before its number", "room")),
        minutes=escape(_("about %(n)s min")),
        file=reverse("diary:file", args=[access.school_id, access.student_id, 0]),
    )


def line_html(line: LessonLine, words: Words) -> str:
    """One lesson: number, what and where, what is due and was set, absence and marks."""
    off = " line--off" if line.is_cancelled else ""
    marks = _absence(line.absence) + "".join(_mark(mark) for mark in line.marks)
    return (
        f'<li class="line{off}"><span class="line__no">{line.number}</span>'
        f'<div class="line__what">{_what(line, words)}</div>'
        f'<div class="line__task">{_tasks(line, words)}</div>'
        f'<div class="line__marks">{marks}</div></li>\n'
    )


def _what(line: LessonLine, words: Words) -> str:
    group = f" <i>{escape(line.group)}</i>" if line.group else ""
    room = f"{words.room} {line.room}" if line.room[:1].isdigit() else line.room
    where = ", ".join(escape(part) for part in (line.time, room, line.teacher) if part)
    note = f'<small class="line__note">{escape(line.note)}</small>' if line.note else ""
    topic = f'<small class="line__topic">{escape(line.topic)}</small>' if line.topic else ""
    return f"<b>{escape(line.subject)}</b>{group}<small>{where}</small>{note}{topic}"


def _tasks(line: LessonLine, words: Words) -> str:
    due = "".join(
        f'<p><span class="visually-hidden">{words.homework} </span>{_task(task, words)}</p>'
        for task in line.due
    )
    if line.given:
        given = "".join(f"<p>{_task(task, words)}</p>" for task in line.given)
        title = escape(line.given_title)
        return f"{due}<details><summary>{title}</summary>{given}</details>"
    return f"{due}<small>{words.nothing}</small>" if line.is_none_given else due


def _task(task: Task, words: Words) -> str:
    own = f" <em>{words.own}</em>" if task.is_own else ""
    takes = f" <small>{words.minutes % {'n': task.minutes}}</small>" if task.minutes else ""
    return f"{linked(task.text)}{own}{takes}{_files(task.files, words)}"


def _files(files: Iterable[TaskFile], words: Words) -> str:
    """Each file with its size; its address ends in its number."""
    items = "".join(
        f'<li><a href="{words.file.removesuffix("0/")}{file.pk}/">{escape(file.name)}</a>'
        f" <small>{filesizeformat(file.size)}</small></li>"
        for file in files
    )
    return f'<ul class="task-files">{items}</ul>' if items else ""


def _absence(absence: Absence | None) -> str:
    if absence is None:
        return ""
    said = escape(absence.words)
    sign = f'<abbr title="{said}">{absence.sign}</abbr>'
    return f'<span class="absence">{sign}<small>{said}</small></span>'


def _mark(mark: ShownMark) -> str:
    said = escape(f"{mark.kind}; {mark.words}" if mark.words else mark.kind)
    comment = f"<q>{escape(mark.comment)}</q>" if mark.comment else ""
    return (
        f'<span class="given"><b class="mark mark--{mark.tone}">{escape(mark.text)}</b>'
        f"<small>{said}</small>{comment}</span>"
    )
