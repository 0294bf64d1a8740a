"""The regulation as data: the type of a rule and the register that every room fills.

A rule lives in the `regulation.py` of the room whose records it judges. The teacher's page, the
reminder, the compliance page and the closing check all ask the same object, so no deadline stands
anywhere else (design.md section 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """How a rule stands for one lesson (or person, or school) at one moment."""

    DONE = "done", _("done")
    DUE = "due", _("due")
    LATE = "late", _("done late")
    MISSING = "missing", _("missing")
    NOT_ASKED = "not_asked", _("not asked")
    EXCUSED = "excused", _("excused")


# What breaks a rule.
BROKEN = (State.LATE, State.MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One clause of the order as the software holds it.

    `asks` is the rule in a line, `explained` says in words what is measured and until when. `due`
    computes the deadline from the subject that the room defines; None means that the rule has no
    clock (it holds always, or at one act)."""

    code: str
    clauses: tuple[str, ...]
    asks: str | Promise
    explained: str | Promise = ""
    setting: str | None = None
    due: Callable[..., datetime | None] | None = None

    def state(
        self,
        *,
        due_at: datetime | None,
        done_at: datetime | None,
        now: datetime,
        is_excused: bool = False,
    ) -> State:
        """In time means strictly before the deadline: `done_at < due_at`. What came late or never
        is excused where somebody decided so."""
        if done_at is not None:
            found = State.DONE if due_at is None or done_at < due_at else State.LATE
        elif due_at is None:
            found = State.NOT_ASKED
        else:
            found = State.DUE if now < due_at else State.MISSING
        return State.EXCUSED if is_excused and found in BROKEN else found


class RuleRegister:
    """All rules of the house by code; each room adds its own in `apps.py`."""

    def __init__(self) -> None:
        self._rules: dict[str, Rule] = {}

    def add(self, *rules: Rule) -> None:
        for rule in rules:
            self._rules[rule.code] = rule

    def __getitem__(self, code: str) -> Rule:
        return self._rules[code]

    def __iter__(self) -> Any:
        return iter(sorted(self._rules.values(), key=lambda rule: rule.code))

    def __contains__(self, code: object) -> bool:
        return code in self._rules


rules = RuleRegister()
