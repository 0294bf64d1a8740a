"""Which column of a plan's table is what: told by its heading, in any order, in one row or two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.imports.cells import as_text
from core.imports.recognise import norm
from core.imports.tables import Line

# Headings stand under titles and stamps of approval, but not further down.
_HEADING_ROWS = 40
_LONGEST = 120


class Column(StrEnum):
    """What a column holds. `OTHER` is known and not read (dates, links, remarks)."""

    NUMBER = "number"
    SECTION = "section"
    TOPIC = "topic"
    HOURS = "hours"
    PRACTICE = "practice"
    CONTROL = "control"
    HOMEWORK = "homework"
    OTHER = "other"


# The first pattern that fits a heading's own words names the column; words are compared in small
# letters, ё as е, signs aside.
_PATTERNS: tuple[tuple[Column, re.Pattern[str]], ...] = tuple(
    (column, re.compile(pattern))
    for column, pattern in (
        (Column.HOMEWORK, r"домашн|^д ?з$|задание на дом|^дом задан|homework"),
        (Column.TOPIC, r"^тем[аы]\b(?! контр)|^(наименование|название)\b.*\bтем[аы]?\b"),
        (Column.OTHER, r"\bдат[аы]\b|\bсрок|^(по )?плану?$|^(по )?факту?$|коррект|примечан|ресурс"
                       r"|\bэор\b|\bцор\b|\bкэс\b|\bууд\b|результат|планируем|деятельност"
                       r"|оборудован|недел|четверт|\bтип\b|\bdate\b|\bweek\b|remark"),
        (Column.CONTROL, r"контрол|^к ?р$|оценочн|проверочн|control"),
        (Column.PRACTICE, r"практ|лаборат|^п ?р$|^л ?р$|^л ?р и п ?р$|^п ?р и л ?р$|practic"),
        (Column.HOURS, r"\bчас|^всего|^общее кол|\bкол\w* (во )?(уроков|занятий|ч)$|^кол\w*( во)?$"
                       r"|^количество$|^ч$|\bhours?\b"),
        (Column.NUMBER, r"^№|^n[o]?$|^п п$|^номер|^number$|^урок$|^no п п$"),
        (Column.TOPIC, r"\bтем(а|ы|у|е|ам)?\b|\btopics?\b|\btitle\b"),
        (Column.SECTION, r"\bраздел|\bмодул|\bглав|\bблок|\bsection|\bmodule|\bunit\b"),
    )
)  # fmt: skip
_MAYBE_TOPIC = re.compile(r"содержание|наименование|название|учебный материал|^изучаем")
_ABOUT_SECTIONS = re.compile(r"\bраздел|\bмодул|\bглав|\bблок")


@dataclass(frozen=True, slots=True)
class Headings:
    """The columns of a table, each with its heading, and the first line below them."""

    columns: dict[int, Column]
    words: dict[int, str]
    below: int

    def of(self, column: Column) -> list[int]:
        return [position for position, one in self.columns.items() if one == column]


def find_headings(lines: Sequence[Line]) -> Headings | None:
    """The headings that name most, the upper ones between equals; None where no row is one."""
    best: tuple[int, Headings] | None = None
    for index in range(min(len(lines), _HEADING_ROWS)):
        for depth in (2, 1):
            found = _headed(lines, index, depth)
            score = _score(found)
            if score > 1 and (best is None or score > best[0]):
                best = (score, found)
        if best and index > best[1].below + 3:
            break
    return best[1] if best else None


def _score(found: Headings | None) -> int:
    """How many things are named; a table without a column of topics is no plan."""
    if found is None or not found.of(Column.TOPIC):
        return 0
    return len(set(found.columns.values()))


def _headed(lines: Sequence[Line], index: int, depth: int) -> Headings | None:
    upper = lines[index].cells
    if depth == 1:
        words = {position: _cell(upper, position) for position in range(len(upper))}
        return _named({place: (text, text) for place, text in words.items() if text}, index + 1)
    if index + 1 >= len(lines):
        return None
    lower = lines[index + 1].cells
    if not _is_lower_part(upper, lower):
        return None
    words: dict[int, tuple[str, str]] = {}
    group = ""
    for position in range(max(len(upper), len(lower))):
        over, own = _cell(upper, position), _cell(lower, position)
        group = over or group
        if own or over:
            words[position] = (own or over, f"{group}: {own}" if own and group != own else over)
    return _named(words, index + 2)


def _is_lower_part(upper: Sequence[Any], lower: Sequence[Any]) -> bool:
    """Whether the second row divides the first one's columns: all its words are headings, and it
    says nothing under a column of topics."""
    said = [(position, _cell(lower, position)) for position in range(len(lower))]
    said = [(position, text) for position, text in said if text]
    if not said or any(_column(text) is None for _position, text in said):
        return False
    return not any(
        _column(_cell(upper, position)) in (Column.TOPIC, Column.NUMBER)
        and _cell(upper, position) != text
        for position, text in said
    )


def _cell(cells: Sequence[Any], position: int) -> str:
    return as_text(cells[position])[: 2 * _LONGEST] if position < len(cells) else ""


def _column(text: str) -> Column | None:
    """What a heading names by its own words."""
    said = norm(text)
    if not said or len(said) > _LONGEST:
        return None
    return next((column for column, pattern in _PATTERNS if pattern.search(said)), None)


def _named(words: dict[int, tuple[str, str]], below: int) -> Headings | None:
    columns: dict[int, Column] = {}
    for position, (own, whole) in words.items():
        column = _column(own) or _column(whole)
        if column is not None:
            columns[position] = column
    _settle_topics(columns, {position: norm(own) for position, (own, _whole) in words.items()})
    _leave_one(columns, Column.NUMBER, Column.SECTION, Column.HOURS, Column.HOMEWORK)
    known = {position: column for position, column in columns.items() if column != Column.OTHER}
    shown = {position: whole for position, (_own, whole) in words.items()}
    return Headings(known, shown, below) if known else None


def _settle_topics(columns: dict[int, Column], words: dict[int, str]) -> None:
    """One column holds the topics. «Тема раздела» beside «Тема урока» is the section; without any
    topic, «Содержание», «Наименование» or the section's own column stands for it."""
    topics = [position for position, column in columns.items() if column == Column.TOPIC]
    if not topics:
        maybe = [at for at, said in words.items() if at not in columns and _is_maybe(said)]
        topics = maybe or [at for at, column in columns.items() if column == Column.SECTION]
        if not topics:
            return
    topics.sort(key=lambda at: bool(_ABOUT_SECTIONS.search(words[at])))
    first, *rest = topics
    columns[first] = Column.TOPIC
    for position in rest:
        about_sections = _ABOUT_SECTIONS.search(words[position])
        columns[position] = Column.SECTION if about_sections else Column.OTHER


def _is_maybe(said: str) -> bool:
    return len(said) <= _LONGEST and bool(_MAYBE_TOPIC.search(said))


def _leave_one(columns: dict[int, Column], *kinds: Column) -> None:
    """Of two columns with the same meaning the first counts."""
    for kind in kinds:
        for position in [at for at, column in sorted(columns.items()) if column == kind][1:]:
            columns[position] = Column.OTHER
