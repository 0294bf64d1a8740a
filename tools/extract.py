"""Find the strings of the interface in Python, templates and scripts, room by room."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from tools.paths import CHECKOUT

ROOMS = ("core", "school", "consent", "schedule", "journal", "diary", "archive", "control")
# Folders of templates that are nobody's room: whose catalogue carries their words.
ADOPTED = {"account": "school", "mfa": "school", "usersessions": "school", "allauth": "school"}

KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_LITERAL = r"""u?r?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
# What Django's templatize leaves of a template: calls among blanked-out letters.
_CALL = re.compile(
    rf"\b(_|n?p?gettext)\(\s*((?:{_LITERAL}\s*,?\s*)+)(?:count\s*)?\)",
)


class Message(NamedTuple):
    """One string to translate; sorted by context, then text."""

    context: str
    single: str
    plural: str


def messages_of(room: str, domain: str) -> list[Message]:
    """All strings of the room, each once, in a stable order. `domain` is django or djangojs."""
    found: set[Message] = set()
    if domain == "djangojs":
        for path in _scripts(room):
            found.update(_from_code(path, "javascript"))
    else:
        for path in _python(room):
            found.update(_from_code(path, "python"))
        for path in _templates(room):
            found.update(_from_template(path))
    return sorted(message for message in found if message.single)


def _python(room: str) -> Iterator[Path]:
    folders = [CHECKOUT / room, *([CHECKOUT / "config"] if room == "core" else [])]
    for folder in folders:
        yield from (
            path
            for path in sorted(folder.rglob("*.py"))
            if not {"migrations", "locale"} & set(path.parts)
        )


def _templates(room: str) -> Iterator[Path]:
    top = CHECKOUT / "templates"
    for path in sorted([*top.rglob("*.html"), *top.rglob("*.txt")]):
        folder = path.relative_to(top).parts[0]
        if (folder if folder in ROOMS else ADOPTED.get(folder, "core")) == room:
            yield path


def _scripts(room: str) -> Iterator[Path]:
    for path in sorted((CHECKOUT / "static" / "js").glob("*.js")):
        folder = path.name.split("-")[0].removesuffix(".js")
        if (folder if folder in ROOMS else "core") == room:
            yield path


def _from_code(path: Path, language: str) -> Iterator[Message]:
    from babel.messages.extract import extract

    options = {"parse_template_string": True} if language == "javascript" else {}
    with path.open("rb") as source:
        for _line, text, _comments, context in extract(
            language, BytesIO(source.read()), KEYWORDS, options=options
        ):
            yield _message((text,) if isinstance(text, str) else text, context)


def _from_template(path: Path) -> Iterator[Message]:
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = templatize(path.read_text(), origin=str(path))
    for name, literals in _CALL.findall(code):
        texts = list(ast.literal_eval(f"({literals.rstrip().rstrip(',')},)"))
        context = texts.pop(0) if "p" in name.removesuffix("gettext") else None
        yield _message(texts, context)


def _message(texts: Iterable[str | None], context: str | None) -> Message:
    single, plural, *_rest = [*texts, None]
    return Message(context or "", single or "", plural or "")
