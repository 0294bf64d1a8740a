"""Addresses in what people typed, as links: http and https only, shown as they are."""

from __future__ import annotations

import re
from html import escape

from django.utils.safestring import SafeString

_ADDRESS = re.compile(r"https?://[^\s<>\"'«»`]+", re.IGNORECASE)
_AFTER = ".,;:!?…"


def linked(text: str) -> SafeString:
    """The text as HTML: everything escaped, lines broken, addresses clickable. A link tells the
    other side nothing about the page it stood on."""
    parts, at = [], 0
    for found in _ADDRESS.finditer(text) if "://" in text else ():
        address = _without_end(found[0])
        if len(address) <= len("https://"):
            continue
        end = found.start() + len(address)
        parts += [escape(text[at : found.start()]), _link(address)]
        at = end
    parts.append(escape(text[at:]))
    return SafeString("".join(parts).replace("\n", "<br>"))


def _without_end(address: str) -> str:
    """Without the full stop of its sentence and the bracket around it."""
    while address and (
        address[-1] in _AFTER
        or (address[-1] == ")" and address.count("(") < address.count(")"))
        or address[-1] in "]}"
    ):
        address = address[:-1]
    return address


def _link(address: str) -> str:
    there = escape(address)
    return f'<a href="{there}" rel="noopener noreferrer nofollow">{there}</a>'
