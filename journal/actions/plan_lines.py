"""Lines of a draft, changed by hand: added, changed, removed, moved, merged, their hours dropped.

What was given already stays where it is: a fact is not planned away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.refusal import ChangedMeanwhile, Refused
from journal.actions.plans import alone_with_plans, editable
from journal.models import CoursePlan, LessonRecord, PlannedTopic, WorkKind
from journal.plans.parts import HOMEWORK_LENGTH, MOST_LINES, SECTION_LENGTH, TITLE_LENGTH
from journal.queries.plan_facts import given_hours
from school.models import Person

MOST_HOURS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as a person typed it. `before_id` None: at the end."""

    title: str
    hours: int
    section: str = ""
    practice_hours: Decimal | None = None
    control_kind_id: int | None = None
    homework: str = ""


def add_line(
    *,
    actor: Person,
    plan: CoursePlan,
    line: Line,
    now: datetime,
    after_id: int | None = None,
    key: UUID | None = None,
) -> PlannedTopic | None:
    """A new line after the named one, or at the end. None where this request was applied."""
    values = _checked(plan, line)
    with transaction.atomic():
        if not alone_with_plans(plan.course_id, actor=actor, key=key, now=now):
            return None
        fresh = editable(plan)
        lines = list(fresh.topics.order_by("position"))
        if len(lines) >= MOST_LINES:
            raise Refused("too_many_rows", _("More than %(most)s lines.") % {"most": MOST_LINES})
        made = PlannedTopic.objects.create(
            school_id=fresh.school_id, plan=fresh, position=len(lines) + 1, **values
        )
        place = next((at for at, one in enumerate(lines, 1) if one.pk == after_id), len(lines))
        _reorder([*lines[:place], made, *lines[place:]])
        return made


def change_line(
    *, actor: Person, topic: PlannedTopic, line: Line, seen: str, now: datetime
) -> PlannedTopic:
    """Other words, hours, section, kind of work or homework. Hours may not fall below what was
    given. Raises ChangedMeanwhile where the line is not what was seen."""
    values = _checked(topic.plan, line)
    with transaction.atomic():
        alone_with_plans(topic.plan.course_id, actor=actor, key=None, now=now)
        plan = editable(topic.plan)
        fresh = _line(plan, topic.pk)
        if seen != stamp(fresh):
            raise ChangedMeanwhile(
                _("Somebody changed this line meanwhile: “%(title)s”.") % {"title": fresh.title},
                theirs=fresh.title,
                by="",
            )
        given = given_hours(plan.course_id).get(fresh.root_id or fresh.pk, 0)
        if line.hours < given:
            raise Refused(
                "given_already",
                _("%(given)d h of this topic are given already.") % {"given": given},
                field="hours",
            )
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=list(values))
        return fresh


def remove_lines(
    *, actor: Person, plan: CoursePlan, line_ids: Collection[int], now: datetime
) -> int:
    """Take lines out of the draft, with what was merged into them. Answers how many."""
    with _changing(actor, plan, line_ids, now) as (fresh, lines, chosen):
        gone = {one.pk for one in chosen}
        _refuse_given(fresh, [one for one in lines if gone & {one.pk, one.merged_into_id}])
        fresh.topics.filter(merged_into_id__in=gone).delete()
        fresh.topics.filter(pk__in=gone).delete()
        _reorder([one for one in lines if one.pk not in gone and one.merged_into_id not in gone])
        return len(chosen)


def move_lines(
    *,
    actor: Person,
    plan: CoursePlan,
    line_ids: Collection[int],
    before_id: int | None,
    now: datetime,
) -> None:
    """Put the chosen lines, in their order, before another one, or at the end (shift)."""
    with _changing(actor, plan, line_ids, now) as (_fresh, lines, chosen):
        moved = {one.pk for one in chosen}
        moved |= {one.pk for one in lines if one.merged_into_id in moved}
        stay = [one for one in lines if one.pk not in moved]
        go = [one for one in lines if one.pk in moved]
        place = next((at for at, one in enumerate(stay) if one.pk == before_id), len(stay))
        _reorder([*stay[:place], *go, *stay[place:]])


def nudge_lines(
    *, actor: Person, plan: CoursePlan, line_ids: Collection[int], down: bool, now: datetime
) -> None:
    """Move the chosen lines by one line that is shown, up or down."""
    with _changing(actor, plan, line_ids, now) as (_fresh, lines, chosen):
        moved = {one.pk for one in chosen}
        heads = [one for one in lines if one.merged_into_id is None]
        walk = list(reversed(heads)) if down else heads
        for at in range(1, len(walk)):
            if walk[at].pk in moved and walk[at - 1].pk not in moved:
                walk[at - 1], walk[at] = walk[at], walk[at - 1]
        _reorder(_with_merged(list(reversed(walk)) if down else walk, lines))


def merge_lines(
    *,
    actor: Person,
    plan: CoursePlan,
    line_ids: Collection[int],
    hours: int,
    now: datetime,
    title: str = "",
) -> PlannedTopic:
    """Give several topics together in so many hours (уплотнение): the first one's line speaks for
    all, the others stay in the plan, merged into it, and count as given with it."""
    with _changing(actor, plan, line_ids, now) as (fresh, lines, chosen):
        if len(chosen) < 2:
            raise Refused("one_line", _("Choose two topics or more to merge."), field="lines")
        _refuse_hours(hours)
        head, *others = chosen
        _refuse_given(fresh, others)
        given = given_hours(fresh.course_id).get(head.root_id or head.pk, 0)
        if hours < given:
            raise Refused("given_already", _("More hours are given already."), field="hours")
        words = " ".join(title.replace("\x00", "").split())
        head.title = (words or ". ".join(one.title.rstrip(". ") for one in chosen))[:TITLE_LENGTH]
        head.hours = hours
        head.save(update_fields=["title", "hours"])
        under = {one.pk for one in others}
        fresh.topics.filter(pk__in=under).update(merged_into=head)
        fresh.topics.filter(merged_into_id__in=under).update(merged_into=head)
        for one in lines:
            if one.pk in under or one.merged_into_id in under:
                one.merged_into_id = head.pk
        _reorder(_with_merged([one for one in lines if one.merged_into_id is None], lines))
        return head


def part_lines(
    *, actor: Person, plan: CoursePlan, line_ids: Collection[int], now: datetime
) -> None:
    """What was merged into the chosen lines is given by itself again."""
    with _changing(actor, plan, line_ids, now) as (fresh, _lines, chosen):
        fresh.topics.filter(merged_into__in=chosen).update(merged_into=None)


def drop_hour(*, actor: Person, plan: CoursePlan, line_ids: Collection[int], now: datetime) -> None:
    """One hour less for each of the chosen topics; the last hour stays."""
    with _changing(actor, plan, line_ids, now) as (fresh, _lines, chosen):
        given = given_hours(fresh.course_id)
        for one in chosen:
            if one.hours <= max(given.get(one.root_id or one.pk, 0), 1):
                raise Refused(
                    "last_hour",
                    _("“%(title)s” has no hour to spare: merge it with another topic.")
                    % {"title": one.title[:60]},
                    field="lines",
                )
        for one in chosen:
            one.hours -= 1
        PlannedTopic.objects.bulk_update(chosen, ["hours"])


def name_section(
    *,
    actor: Person,
    plan: CoursePlan,
    line_ids: Collection[int],
    section: str,
    now: datetime,
) -> None:
    """Put the chosen lines under a section; an empty name takes them out of any."""
    words = _text(section, SECTION_LENGTH, field="section")
    with _changing(actor, plan, line_ids, now) as (fresh, _lines, chosen):
        fresh.topics.filter(pk__in=[one.pk for one in chosen]).update(section=words)


def stamp(line: PlannedTopic) -> str:
    """What a page saw of a line; sent back, it shows whether somebody changed it."""
    said = (line.section, line.title, line.hours, line.practice_hours, line.control_kind_id)
    return "|".join(str(one) for one in (*said, line.homework))


@contextmanager
def _changing(
    actor: Person, plan: CoursePlan, line_ids: Collection[int], now: datetime
) -> Iterator[tuple[CoursePlan, list[PlannedTopic], list[PlannedTopic]]]:
    """The draft held alone, all its lines in order, and the chosen ones among them."""
    with transaction.atomic():
        alone_with_plans(plan.course_id, actor=actor, key=None, now=now)
        fresh = editable(plan)
        lines = list(fresh.topics.order_by("position"))
        wanted = set(line_ids)
        chosen = [one for one in lines if one.pk in wanted and one.merged_into_id is None]
        if not chosen:
            raise Refused("none_chosen", _("Choose lines first."), field="lines")
        yield fresh, lines, chosen


def _with_merged(
    heads: Sequence[PlannedTopic], lines: Sequence[PlannedTopic]
) -> list[PlannedTopic]:
    """Each head followed by what is merged into it."""
    under: dict[int, list[PlannedTopic]] = {}
    for one in lines:
        if one.merged_into_id is not None:
            under.setdefault(one.merged_into_id, []).append(one)
    return [line for head in heads for line in (head, *under.get(head.pk, ()))]


def _reorder(lines: Sequence[PlannedTopic]) -> None:
    moved = []
    for position, line in enumerate(lines, start=1):
        if line.position != position:
            line.position = position
            moved.append(line)
    PlannedTopic.objects.bulk_update(moved, ["position"])


def _refuse_given(plan: CoursePlan, lines: Sequence[PlannedTopic]) -> None:
    given = given_hours(plan.course_id)
    # Of a cancelled lesson's record, too: it says what it said.
    named = set(
        LessonRecord.objects.filter(planned_topic__in=lines).values_list(
            "planned_topic_id", flat=True
        )
    )
    for line in lines:
        if line.pk in named or given.get(line.root_id or line.pk):
            raise Refused(
                "given_already",
                _("“%(title)s” is given already: it stays.") % {"title": line.title[:60]},
                field="lines",
            )


def _line(plan: CoursePlan, pk: int) -> PlannedTopic:
    line = plan.topics.filter(pk=pk).first()
    if line is None:
        raise Refused("gone", _("This line was removed meanwhile."))
    return line


def _checked(plan: CoursePlan, line: Line) -> dict[str, object]:
    title = _text(line.title, TITLE_LENGTH, field="title")
    if not title:
        raise Refused("no_title", _("A line without words plans nothing."), field="title")
    _refuse_hours(line.hours)
    kinds = WorkKind.objects.filter(school_id=plan.school_id, pk=line.control_kind_id)
    if line.control_kind_id is not None and not kinds.exists():
        raise Refused("no_kind", _("The school has no such kind of work."), field="control_kind_id")
    return {
        "title": title,
        "hours": line.hours,
        "section": _text(line.section, SECTION_LENGTH, field="section"),
        "practice_hours": line.practice_hours,
        "control_kind_id": line.control_kind_id,
        "homework": _text(line.homework, HOMEWORK_LENGTH, field="homework"),
    }


def _refuse_hours(hours: int) -> None:
    if not 0 <= hours <= MOST_HOURS:
        raise Refused(
            "hours", _("Hours go from 0 to %(most)d.") % {"most": MOST_HOURS}, field="hours"
        )


def _text(text: str, most: int, *, field: str) -> str:
    words = " ".join(text.replace("\x00", "").split())
    if len(words) > most:
        raise Refused("too_long", _("At most %(most)d characters.") % {"most": most}, field=field)
    return words
