"""A mark of a period as a teacher types it: `4`, `н/а`, `осв`, `зач`, in either keyboard layout.

Pure: text in, meaning out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.models import TermSign
from journal.policy import Value
from school.models import Scale

_WORDS = {
    TermSign.PASSED: "зач з pfx p",
    TermSign.FAILED: "незач нез ytpfx ytp",
    TermSign.EXEMPT: "осв jcd",
    TermSign.NOT_ATTESTED: "н/а н.а н\\а на нa yf y.f y/f y\\f",
    TermSign.MASTERED: "усв ecd",
    TermSign.EXEMPLARY: "обр образцовое j,h",
    TermSign.SATISFACTORY: "уд удовл el",
    TermSign.UNSATISFACTORY: "неуд неудовл ytel",
}
_SIGNS = {word: sign for sign, words in _WORDS.items() for word in words.split()}
_BORDERS = {Scale.TWO_TO_FIVE: (2, 5), Scale.ONE_TO_FIVE: (1, 5), Scale.HUNDRED: (0, 100)}
ALWAYS = frozenset({TermSign.EXEMPT, TermSign.NOT_ATTESTED})
_BY_SCALE = {
    Scale.PASS_FAIL: frozenset({TermSign.PASSED, TermSign.FAILED}),
    Scale.NONE: frozenset({TermSign.MASTERED}),
}
CONDUCT = {
    "pass": frozenset({TermSign.PASSED, TermSign.FAILED}),
    "three": frozenset({TermSign.EXEMPLARY, TermSign.SATISFACTORY, TermSign.UNSATISFACTORY}),
    "2-5": frozenset(),
}


def parse_term_mark(text: str, *, scale: str) -> Value:
    """What is to stand for a period in a subject of this scale; NONE is grade 1, which masters
    the programme. An empty text is no mark. Raises Refused."""
    return _parse(text, borders=_BORDERS.get(scale), signs=ALWAYS | _BY_SCALE.get(scale, ALWAYS))


def parse_conduct(text: str, *, conduct_scale: str) -> Value:
    """What is to stand for conduct, in the school's scale: the key of its choice."""
    if conduct_scale not in CONDUCT:
        raise Refused("no_conduct", _("The school does not mark conduct."), field="text")
    borders = (2, 5) if conduct_scale == "2-5" else None
    return _parse(text, borders=borders, signs=CONDUCT[conduct_scale])


def _parse(text: str, *, borders: tuple[int, int] | None, signs: frozenset[TermSign]) -> Value:
    word = text.replace("\x00", "").replace("\xa0", " ").strip().casefold()
    if not word:
        return Value()
    if word.isascii() and word.isdecimal() and len(word) <= 3 and borders:
        if borders[0] <= int(word) <= borders[1]:
            return Value(points=int(word))
    elif (sign := _SIGNS.get(word)) in signs:
        return Value(sign=sign.value)
    known = [*map(str, range(*_shown(borders))), *sorted(sign.sign for sign in signs)]
    message = _("“%(text)s” cannot stand here. What can: %(known)s.") % {
        "text": word[:20],
        "known": ", ".join(known),
    }
    raise Refused("unknown_mark", message, field="text")


def _shown(borders: tuple[int, int] | None) -> tuple[int, int]:
    """Which numbers to name: all of a short scale."""
    if borders is None or borders[1] > 5:
        return (0, 0)
    return (borders[0], borders[1] + 1)
