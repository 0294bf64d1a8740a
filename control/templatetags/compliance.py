"""The filters of the pages of compliance, and addresses that ask the same but for one thing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from control.asked import ALL, GROUPINGS, Asked, week_of
from control.figures_shown import state_heads
from control.heat_shown import heading
from control.queries.choices import Choices, without
from core.regulation import State, rules

register = template.Library()


@register.simple_tag
def query(asked: Asked, **changed: Any) -> str:
    """The query of an address: the same days and filters but for what is changed."""
    return SafeString(asked.query(**changed).replace("&", "&amp;"))


@register.inclusion_tag("control/filters.html")
def compliance_filters(asked: Asked, choices: Choices, *, grouped: bool = False) -> dict[str, Any]:
    """Days with steps and the periods of the year; the filters, all in the address."""
    return {
        "asked": asked,
        "spans": _spans(asked, choices),
        "grouped": grouped,
        "groupings": [(by, heading(by)) for by in GROUPINGS],
        "states": states(),
        "rules": [rule for rule in rules if rule.due],
        "registers": _registers(asked, choices),
    }


def states() -> list[tuple[str, str]]:
    """What pictures and lists may look at, as the address names it."""
    heads = state_heads()
    return [
        ("", _("missing and late")),
        *((state.value, heads[state]) for state in (State.MISSING, State.LATE, State.EXCUSED)),
        *((state.value, heads[state]) for state in (State.DUE, State.DONE)),
        (ALL, pgettext("entries", "all")),
    ]


def _spans(asked: Asked, choices: Choices) -> list[tuple[str, str, bool]]:
    """This week, the last one, the periods of the year: words, query, whether it is shown."""
    this = week_of(asked.today, today=asked.today)
    last = week_of(asked.today - timedelta(days=7), today=asked.today)
    spans = [(_("this week"), this.first, this.last), (_("last week"), last.first, last.last)]
    begun = [term for term in choices.terms if term.first <= asked.today]
    spans += [(term.label, term.first, term.last) for term in begun]
    return [
        (label, asked.query(first=first, last=to), (first, to) == (asked.first, asked.last))
        for label, first, to in spans
    ]


def _registers(asked: Asked, choices: Choices) -> list[tuple]:
    """Teacher, class, subject: name in the address, words, the empty choice, choices, chosen."""
    fields = (
        ("teacher", "teacher", _("all teachers"), choices.teachers, asked.teacher),
        ("class", "class", _("all classes"), choices.classes, asked.school_class),
        ("subject", "subject", _("all subjects"), choices.subjects, asked.subject),
    )
    return [
        (name, heading(by), empty, [*options.items(), (0, without(by))], chosen)
        for name, by, empty, options, chosen in fields
    ]
