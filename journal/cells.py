"""A cell of the journal as a teacher writes it: `5`, `4/3`, `н`, `5 н`, `оп10`, `·`.

Pure: text in, meaning out, and back. Whether it may be written today is the actions' business."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.models import AbsenceKind, Sign
from school.models import Scale

# The same keys in the Latin layout: a teacher does not look which one is on.
_LATIN = str.maketrans("qwertyuiop[]asdfghjkl;'zxcvbnm,.<`~", "йцукенгшщзхъфывапролджэячсмитьбюбёё")
_ABSENCES = {
    "н": AbsenceKind.ABSENT,
    "уп": AbsenceKind.EXCUSED,
    "у": AbsenceKind.EXCUSED,
    "б": AbsenceKind.ILL,
    "оп": AbsenceKind.LATE,
    "о": AbsenceKind.LATE,
}
_SIGNS = {
    "зач": Sign.PASSED,
    "з": Sign.PASSED,
    "незач": Sign.FAILED,
    "нез": Sign.FAILED,
    "осв": Sign.EXEMPT,
    "н/а": Sign.NOT_ATTESTED,
    "н.а": Sign.NOT_ATTESTED,
    "н\\а": Sign.NOT_ATTESTED,
    "на": Sign.NOT_ATTESTED,
    "·": Sign.OWED,
    ".": Sign.OWED,
    "ю": Sign.OWED,
}
_PARTS = re.compile(r"(\d{1,3})[/\\.|](\d{1,3})")
_LATE = re.compile(r"(?:оп|о)(\d{1,3})")
_BORDERS = {Scale.TWO_TO_FIVE: (2, 5), Scale.ONE_TO_FIVE: (1, 5), Scale.HUNDRED: (0, 100)}
MOST_MARKS = 4


@dataclass(frozen=True, slots=True)
class Value:
    """One mark: points or a sign that is not a number."""

    points: int | None = None
    sign: str = ""

    @property
    def text(self) -> str:
        return Sign(self.sign).sign if self.sign else str(self.points)


@dataclass(frozen=True, slots=True)
class Absence:
    """A departure from «present»; minutes only where the student came late."""

    kind: AbsenceKind
    minutes: int | None = None

    @property
    def text(self) -> str:
        return f"{self.kind.sign}{self.minutes or ''}"


Entry = tuple[Value, ...]  # one mark, or the two parts of one work (4/3)


def entry_text(entry: Entry) -> str:
    return "/".join(value.text for value in entry)


@dataclass(frozen=True, slots=True)
class Content:
    """All that stands in a cell. Its text is also its version: who writes says what he saw."""

    entries: tuple[Entry, ...] = ()
    absence: Absence | None = None

    @property
    def size(self) -> int:
        """How many marks there are, parts counted apart."""
        return sum(len(entry) for entry in self.entries)

    @property
    def text(self) -> str:
        """As it is shown: marks first, then the absence."""
        parts = [entry_text(entry) for entry in self.entries]
        return " ".join([*parts, self.absence.text] if self.absence else parts)


_LONGEST = 12  # no mark is longer, and Python reads no number of thousands of digits


def parse(text: str, *, scale: str) -> Content:
    """What a teacher typed, in either keyboard layout. Raises Refused where it says nothing that
    this scale knows."""
    entries: list[Entry] = []
    absence: Absence | None = None
    for token in text.replace("\xa0", " ").casefold().split():
        found = _absence(token)
        if found is None:
            entries.append(_entry(token, scale))
        elif absence is not None:
            raise Refused("two_absences", _("A cell holds one absence."), field="text")
        else:
            absence = found
    if len(entries) > MOST_MARKS:
        raise Refused("too_many_marks", _("At most four marks in one cell."), field="text")
    return Content(tuple(entries), absence)


def _russian(token: str) -> str:
    return "н" if token in ("n", "h") else token.translate(_LATIN)


def _absence(token: str) -> Absence | None:
    word = _russian(token)
    if word in _ABSENCES:
        return Absence(_ABSENCES[word])
    if late := _LATE.fullmatch(word):
        minutes = int(late[1])
        if not 1 <= minutes <= 240:
            raise Refused("minutes", _("Lateness is from 1 to 240 minutes."), field="text")
        return Absence(AbsenceKind.LATE, minutes)
    return None


def _entry(token: str, scale: str) -> Entry:
    if scale == Scale.NONE:
        raise Refused("no_marks", _("This course is taught without marks."), field="text")
    if len(token) > _LONGEST:
        raise _unknown(token)
    if token.isdecimal() and token.isascii():
        return _digits(token, scale)
    if parts := _PARTS.fullmatch(token):
        return (_points(parts[1], scale), _points(parts[2], scale))
    sign = _SIGNS.get(token) or _SIGNS.get(_russian(token))
    if sign is None:
        raise _unknown(token)
    if sign in (Sign.PASSED, Sign.FAILED) and scale != Scale.PASS_FAIL:
        raise _out_of_scale(token)
    return (Value(sign=sign),)


def _digits(token: str, scale: str) -> Entry:
    """`43` is 4/3, as in the paper journal, where marks have one digit."""
    if len(token) == 2 and scale in (Scale.TWO_TO_FIVE, Scale.ONE_TO_FIVE):
        return (_points(token[0], scale), _points(token[1], scale))
    return (_points(token, scale),)


def _points(digits: str, scale: str) -> Value:
    low, high = _BORDERS.get(Scale(scale), (1, 0))
    if not low <= int(digits) <= high:
        raise _out_of_scale(digits)
    return Value(points=int(digits))


def _unknown(token: str) -> Refused:
    message = _("“%(text)s” is neither a mark nor an absence.") % {"text": token[:20]}
    return Refused("unknown_mark", message, field="text")


def _out_of_scale(token: str) -> Refused:
    message = _("“%(text)s” is not a mark of this course's scale.") % {"text": token[:20]}
    return Refused("out_of_scale", message, field="text")


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done to the entries of a cell: positions of the old ones, and the new."""

    changed: tuple[tuple[int, Entry], ...] = ()
    removed: tuple[int, ...] = ()
    added: tuple[Entry, ...] = ()


def difference(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> Difference:
    """The smallest change that makes `after` of `before`: an entry that stays keeps its kind,
    its author and its moment."""
    changed: list[tuple[int, Entry]] = []
    removed: list[int] = []
    added: list[Entry] = []
    for tag, low, high, new_low, new_high in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        both = min(high - low, new_high - new_low)
        changed += [(low + step, after[new_low + step]) for step in range(both)]
        removed += range(low + both, high)
        added += after[new_low + both : new_high]
    return Difference(tuple(changed), tuple(removed), tuple(added))
