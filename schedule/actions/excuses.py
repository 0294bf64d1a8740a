"""Saying why a rule was not broken, and taking that back (design.md section 2, «освобождение»).

An excuse changes no record: what came late stays late with its hours, what is missing stays
missing. It says who decided, when and why, and control shows it beside the rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from core.once import first_time
from core.refusal import Refused
from core.regulation import rules
from schedule.models import Excuse, ExcuseKind
from school.models import Person

# A longer one is no outage and no quarantine; the whole of a term is.
MOST_DAYS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Excused:
    """What an excuse is for: days, one rule (empty: every rule), and of whom (nothing: the whole
    school). A lesson needs no class and no teacher beside it."""

    first_day: date
    last_day: date
    rule: str = ""
    class_id: int | None = None
    teacher_id: int | None = None
    lesson_id: int | None = None


def excuse(
    *,
    actor: Person,
    school_id: int,
    kind: str,
    words: str,
    of: Iterable[Excused],
    key: UUID | None = None,
    now: datetime,
) -> list[Excuse]:
    """Excuse these days of the school, class, teacher or lesson; one decision may be about many.
    An empty list: this request was applied before.

    Raises Refused where no reason is said, the days are out of order or too many, or nothing was
    chosen."""
    wanted = list(dict.fromkeys(of))
    _refuse(kind, words, wanted)
    with pghistory.context(user=actor.pk, reason=words.strip()[:200]), transaction.atomic():
        if key is not None and not first_time(key=key, person_id=actor.pk, now=now):
            return []
        return Excuse.objects.bulk_create(
            Excuse(
                school_id=school_id,
                kind=kind,
                rule=one.rule,
                first_day=one.first_day,
                last_day=one.last_day,
                school_class_id=one.class_id,
                teacher_id=one.teacher_id,
                lesson_id=one.lesson_id,
                words=words.strip()[:200],
                decided_by=actor,
                decided_at=now,
            )
            for one in wanted
        )


def take_back(*, actor: Person, excuse: Excuse, now: datetime) -> Excuse:
    """The rule counts as broken again; the row stays, with who took it back. Taking back twice is
    the same as once."""
    with pghistory.context(user=actor.pk), transaction.atomic():
        still = Excuse.objects.select_for_update().get(pk=excuse.pk)
        if still.ended_at is None:
            still.ended_at, still.ended_by = now, actor
            still.save(update_fields=["ended_at", "ended_by"])
    return still


def _refuse(kind: str, words: str, wanted: list[Excused]) -> None:
    if kind not in ExcuseKind.values:
        raise Refused("kind", _("Choose why."), field="kind")
    if not words.strip():
        raise Refused("words_needed", _("Say why in words: control shows them."), field="words")
    if not wanted:
        raise Refused("nothing", _("Choose what to excuse."))
    for one in wanted:
        if one.last_day < one.first_day:
            raise Refused("order", _("The last day lies before the first."), field="last_day")
        if (one.last_day - one.first_day).days >= MOST_DAYS:
            most = _("An excuse is for %(n)d days at most.") % {"n": MOST_DAYS}
            raise Refused("too_long", most, field="last_day")
        if one.rule and one.rule not in rules:
            raise Refused("rule", _("There is no such rule."), field="rule")
