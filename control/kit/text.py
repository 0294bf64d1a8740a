"""A text of the kit as blocks. The texts lie in `texts/`, a paragraph for each line:

# a title            ## a heading         @center words    @right words
| a | table |        (rows together, the first is its head)
@approval 2          (approved by order, appendix no. 2)   @gap    @page
@sign position | name        @between left | right
@works, @terms       (tables of the school's own)
**strong words**, {name} of a fact of the school
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
_FACT = re.compile(r"\{(\w+)\}")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_WORDS = ("center", "right", "sign", "between", "approval", "gap", "page", "works", "terms")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a paper. `kind` is title, heading, paragraph, clause, table or one of the words
    behind @; `cells` are the rows of a table, or the two halves of a line."""

    kind: str
    text: str = ""
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def runs(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is strong."""
        return [(part, at % 2 == 1) for at, part in enumerate(_STRONG.split(self.text)) if part]

    @property
    def shares(self) -> list[int]:
        """Percent of the line for each column, by its longest words."""
        columns = range(len(self.head))
        most = [min(max(len(row[at]) for row in self.cells), 60) + 4 for at in columns]
        return [100 * one // sum(most) for one in most]

    @property
    def head(self) -> tuple[str, ...]:
        return self.cells[0]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        return self.cells[1:]


Tables = Mapping[str, tuple[tuple[str, ...], ...]]


def blocks_of(code: str, facts: Mapping[str, str], tables: Tables) -> list[Block]:
    """The text of one paper, filled. Raises KeyError where the text names a fact there is not."""
    text = (TEXTS / f"{code}.txt").read_text(encoding="utf-8")
    # a name that ends with an initial ends the sentence by itself: «отвечает Админов А. О.»
    filled = re.sub(r"(?<=\w)\.\.", ".", _FACT.sub(lambda found: facts[found[1]], text))
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*filled.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block(kind="table", cells=_even(rows)))
            rows = []
        if line.strip():
            blocks.append(_block(line.strip(), tables))
    return blocks


def _even(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows as wide as the head: an empty last cell is easily lost."""
    width = len(rows[0])
    return tuple((row + ("",) * width)[:width] for row in rows)


def _block(line: str, tables: Tables) -> Block:
    if line.startswith("## "):
        return Block(kind="heading", text=line[3:])
    if line.startswith("# "):
        return Block(kind="title", text=line[2:])
    if line.startswith("@"):
        word, _space, rest = line[1:].partition(" ")
        if word not in _WORDS:
            raise ValueError(line)
        if word in tables:
            return Block(kind="table", cells=tables[word])
        halves = tuple(half.strip() for half in rest.split("|"))
        return Block(kind=word, text=rest, cells=(halves,) if len(halves) > 1 else ())
    return Block(kind="clause" if re.match(r"\d+(\.\d+)*\.\s", line) else "paragraph", text=line)
