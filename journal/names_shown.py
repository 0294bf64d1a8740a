"""A student's name as the journal's tables write it."""

from __future__ import annotations

from html import escape

from journal.queries.pieces import Member


def name_shown(member: Member) -> str:
    """Surname and name; in a group of several classes with the class beside it."""
    name = escape(member.name)
    return (
        f'{name} <i class="of-class">{escape(member.class_name)}</i>' if member.class_name else name
    )
