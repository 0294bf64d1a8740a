"""What the journal's pages say about time, and their large tables."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from journal import (
    attendance_shown,
    class_shown,
    grid_shown,
    homework_shown,
    register_shown,
    terms_shown,
    work_shown,
)

register = template.Library()


@register.filter
def left(minutes: int) -> str:
    """«in 35 minutes», «in 2 h 5 min», as long as it matters today."""
    if minutes < 1:
        return _("in less than a minute")
    if minutes < 60:
        return ngettext("in %(n)d minute", "in %(n)d minutes", minutes) % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    return _("in %(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def left_until(due_at: datetime, now: datetime) -> SafeString:
    """The time left until a deadline; the browser counts it down on a page that stays open."""
    minutes = max(0, int((due_at - now).total_seconds() // 60))
    return format_html(
        '<ej-left data-due="{}" data-words="{}" data-soon="{}" data-over="{}">{}</ej-left>',
        due_at.isoformat(),
        _("in %(hours)d h %(minutes)d min"),
        _("in less than a minute"),
        _("overdue"),
        left(minutes),
    )


@register.filter
def typed(post: object, field: str) -> str:
    """What was typed into a field of a refused form; None where the form was not sent."""
    return post.get(field) if post else None


@register.simple_tag(takes_context=True)
def register_rows(context: Context) -> SafeString:
    """The lines of the register."""
    return register_shown.register_rows(
        context["page"], typed=context["typed"], errors=context["errors"]
    )


@register.simple_tag
def saving_words() -> SafeString:
    """The words and dialogs of saving: the same on every page, so rendered once in a language."""
    return _saving_words(get_language())


@lru_cache(maxsize=8)
def _saving_words(language: str) -> SafeString:
    return render_to_string("journal/_saving.html")


@register.simple_tag
def grid_words() -> SafeString:
    """What the grid says by itself, as attributes of its element."""
    return _fragment("journal/_grid_words.html", get_language())


@register.simple_tag
def grid_dialogs() -> SafeString:
    """The grid's menu and its dialog."""
    return _fragment("journal/_grid_dialogs.html", get_language())


@register.simple_tag
def grid_keys(keys: tuple[str, ...]) -> SafeString:
    """The grid's keys for fingers."""
    return _fragment("journal/_grid_keys.html", get_language(), keys)


@lru_cache(maxsize=32)
def _fragment(name: str, language: str, keys: tuple[str, ...] = ()) -> SafeString:
    """What is the same on every page of a language, rendered once."""
    return SafeString(" " + render_to_string(name, {"keys": keys}).strip())


register.simple_tag(grid_shown.grid_head)
register.simple_tag(grid_shown.grid_foot)
register.simple_tag(grid_shown.grid_rows)
register.simple_tag(grid_shown.topic_rows)
register.simple_tag(grid_shown.kind_options)
register.simple_tag(grid_shown.lesson_options)
register.simple_tag(attendance_shown.attendance_head)
register.simple_tag(attendance_shown.attendance_rows)
register.filter("plain", grid_shown.plain)
register.simple_tag(homework_shown.student_boxes, takes_context=True)
register.simple_tag(homework_shown.due_fields, takes_context=True)
register.simple_tag(homework_shown.accepted_files)
register.simple_tag(class_shown.class_rows)
register.simple_tag(work_shown.result_rows)


@register.simple_tag(takes_context=True)
def term_rows(context: Context) -> SafeString:
    """The lines of the teacher's sheet of period marks."""
    return terms_shown.sheet_rows(context["page"], context["typed"], context["errors"])


@register.simple_tag(takes_context=True)
def class_term_rows(context: Context) -> SafeString:
    """The lines of the class's sheet of period marks."""
    return terms_shown.class_rows_of_terms(
        context["page"], context["may_set_conduct"], context["typed"], context["errors"]
    )


register.filter("column_name", terms_shown.column_name)
register.filter("column_short", terms_shown.column_short)
