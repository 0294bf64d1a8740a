"""What the teachers' council decides about each student at the year's end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.once import first_time
from core.refusal import Refused
from journal.models import Decision, Promotion
from school.models import Membership, Person, SchoolClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """Of which day and order the decisions are."""

    day: date | None = None
    order_number: str = ""
    order_day: date | None = None


def decide_promotions(
    *,
    actor: Person,
    school_class: SchoolClass,
    decisions: Mapping[int, str],
    council: Council,
    now: datetime,
    key: UUID | None = None,
) -> list[Promotion]:
    """Write what was decided about these students (an empty word takes a decision back), all or
    nothing. Rows that say the same already stay as they are."""
    _refuse_bad_days(council, now)
    with transaction.atomic():
        if not first_time(key=key or uuid4(), person_id=actor.pk, now=now):
            return []
        _refuse_strangers(school_class, set(decisions))
        stands = {
            row.student_id: row
            for row in Promotion.objects.select_for_update().filter(
                year=school_class.year, student_id__in=decisions
            )
        }
        written = (
            _write(actor, school_class, pk, word, stands.get(pk), council, now)
            for pk, word in decisions.items()
        )
        return [row for row in written if row is not None]


def _refuse_bad_days(council: Council, now: datetime) -> None:
    if council.day is not None and council.day > timezone.localdate(now):
        raise Refused("in_the_future", _("The council is still to come."), field="council_day")
    if council.order_day and council.day and council.order_day < council.day:
        raise Refused(
            "order_before", _("The order is signed after the council."), field="order_day"
        )


def _refuse_strangers(school_class: SchoolClass, student_ids: set[int]) -> None:
    members = Membership.objects.filter(
        group__school_class=school_class, group__kind="class", student_id__in=student_ids
    )
    if set(members.values_list("student_id", flat=True)) != student_ids:
        raise Refused("not_a_member", _("The student is not of this class."))


def _write(
    actor: Person,
    school_class: SchoolClass,
    student_id: int,
    word: str,
    stands: Promotion | None,
    council: Council,
    now: datetime,
) -> Promotion | None:
    if not word:
        if stands is not None:
            stands.delete()
        return None
    if word not in Decision.values:
        raise Refused("no_decision", _("There is no such decision."))
    row = stands or Promotion(
        school_id=school_class.school_id, year=school_class.year, student_id=student_id
    )
    before = (row.decision, row.council_day, row.order_number, row.order_day)
    after = (word, council.day, council.order_number.strip()[:40], council.order_day)
    if stands is not None and before == after:
        return stands
    row.decision, row.council_day, row.order_number, row.order_day = after
    row.decided_at, row.decided_by = now, actor
    row.save()
    return row
