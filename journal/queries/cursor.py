"""Since when a page knows the journal: a place in the history that loses nothing.

Numbers of events are given before their transactions commit, so «all above the last number» would
lose what was begun earlier and committed later. A cursor is therefore the horizon of transactions:
every transaction below it was over when the page was read, so whatever that page did not see is at
or above it. What it saw above the horizon is counted: the history only grows, so an equal count
says that nothing is new. Savepoints have numbers of their own, above their transaction's."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A column of a page's own statement: the horizon, nothing counted, the moment.
CURSOR = """(SELECT pg_snapshot_xmin(pg_current_snapshot())::text || '.0.'
  || floor(extract(epoch FROM now()))::bigint)"""
_SHAPE = re.compile(r"(\d{1,19})\.(\d{1,9})\.(\d{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """`horizon` of transactions, `counted` events at or above it, the moment in seconds."""

    horizon: int
    counted: int
    moment: int

    @classmethod
    def of(cls, text: str) -> Cursor | None:
        """Of an address; None where it is none."""
        found = _SHAPE.fullmatch(text)
        if found is None or int(found[1]) >= 2**63:
            return None
        return cls(*(int(part) for part in found.groups()))

    def __str__(self) -> str:
        return f"{self.horizon}.{self.counted}.{self.moment}"
