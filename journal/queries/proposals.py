"""What the plan offers for a lesson: the next topic not yet given, and its neighbours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from journal.actions.record import TOPIC_LENGTH
from journal.queries.pieces import Kind

# A column of the lesson page's one statement: lines of the version in use around the next one, in
# their order. A topic of n hours is next n times. Known by its root, a topic given under an earlier
# version is given. Three things shift what comes next:
# - lessons of today and later that stand before this one and have no topic yet (`waiting`) will
#   take one each, so the lesson after them is offered the topic after theirs;
# - topics left out before the one given last (`gap`) belong to lessons nobody recorded yet, as long
#   as there are as many of those (`forgotten`): this lesson goes on after the one given last;
# - are there more of them, the teacher went ahead, and the first one left out is next.
#
# The lessons are read once: the planner would join them anew to each line.
PROPOSALS = """(WITH lesson AS MATERIALIZED (
   SELECT l.id, l.day, l.starts_at, r.topic_at, coalesce(o.root_id, o.id) AS root
     FROM schedule_lesson l
     LEFT JOIN journal_lessonrecord r ON r.lesson_id = l.id
     LEFT JOIN journal_plannedtopic o ON o.id = r.planned_topic_id
    WHERE l.course_id = %(course)s AND l.state <> 'cancelled'
  ), this AS MATERIALIZED (
   SELECT count(*) FILTER (WHERE l.day >= %(today)s AND l.topic_at IS NULL
              AND l.starts_at < %(starts)s) AS waiting,
          count(*) FILTER (WHERE l.day < %(today)s AND l.topic_at IS NULL
              AND l.starts_at < %(starts)s) AS forgotten,
          (array_agg(l.root ORDER BY l.starts_at DESC)
              FILTER (WHERE l.root IS NOT NULL AND l.starts_at < %(starts)s))[1] AS last_root,
          max(l.root) FILTER (WHERE l.id = %(lesson)s) AS root,
          (SELECT jsonb_object_agg(g.root, g.hours)
             FROM (SELECT o.root, count(*) AS hours FROM lesson o
                    WHERE o.root IS NOT NULL AND o.id <> %(lesson)s GROUP BY o.root) g) AS given
     FROM lesson l
  ), line AS MATERIALIZED (
   SELECT t.id, t.position, t.title, t.hours, t.control_kind_id, t.homework, this.waiting,
          this.forgotten, v.given, greatest(t.hours - v.given, 0) AS rest,
          coalesce(v.root = this.root, false) AS is_chosen,
          coalesce(v.root = this.last_root, false) AS is_last
     FROM journal_courseplan p
     JOIN journal_plannedtopic t ON t.plan_id = p.id AND t.merged_into_id IS NULL
     CROSS JOIN this
     CROSS JOIN LATERAL (SELECT coalesce(t.root_id, t.id) AS root,
         coalesce((this.given ->> coalesce(t.root_id, t.id)::text)::int, 0) AS given) v
    WHERE p.course_id = %(course)s AND p.is_in_use
  )
  SELECT json_agg(json_build_array(n.id, n.title, n.hours, n.given, n.number, n.control_kind_id,
          n.homework, coalesce(n.place = n.next, false), n.is_chosen) ORDER BY n.place)
    FROM (SELECT g.*, coalesce(
            min(g.place) FILTER (WHERE g.ahead > g.waiting
                + CASE WHEN g.gap <= g.forgotten THEN g.gap ELSE 0 END) OVER (),
            min(g.place) FILTER (WHERE g.ahead > g.waiting) OVER ()) AS next
      FROM (SELECT m.*, coalesce(max(m.ahead - m.rest) FILTER (WHERE m.is_last) OVER (), 0) AS gap
        FROM (SELECT line.*, row_number() OVER w AS place,
                sum(line.hours) OVER w - line.hours + 1 AS number, sum(line.rest) OVER w AS ahead
                FROM line WINDOW w AS (ORDER BY line.position)) m) g) n
   WHERE n.is_chosen
      OR n.place BETWEEN coalesce(n.next, 100000) - 4 AND coalesce(n.next, 0) + 10)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A topic of the plan as a lesson offers it. `number` is the plan's hour it begins with."""

    pk: int
    title: str
    hours: int
    given: int
    number: int
    kind_id: int | None
    homework: str
    is_next: bool
    is_chosen: bool

    @property
    def words(self) -> str:
        """The topic as the lesson takes it: a lesson's topic is shorter than a plan's may be."""
        return self.title[:TOPIC_LENGTH]

    @property
    def which_hour(self) -> str:
        """«hour 2 of 3», for a topic of several hours."""
        if self.hours < 2:
            return ""
        hour = min(self.given + 1, self.hours)
        return _("hour %(hour)d of %(hours)d") % {"hour": hour, "hours": self.hours}

    @property
    def is_over(self) -> bool:
        """Given in other lessons in all its hours."""
        return self.given >= self.hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the plan has for a lesson. `next` is there as long as the lesson has no topic, `kind`
    as long as no such work is held in it, `homework` as long as none is said."""

    lines: tuple[Proposal, ...] = ()
    next: Proposal | None = None
    chosen: Proposal | None = None
    kind: Kind | None = None
    homework: str = ""

    @property
    def line(self) -> Proposal | None:
        """The topic the lesson gives, or would."""
        return self.chosen or self.next


def offer_of(
    rows: Sequence[list] | None,
    *,
    topic: str,
    kinds: Mapping[int, Kind],
    held: Collection[int],
    wants_homework: bool,
) -> Offer:
    """The column of PROPOSALS beside what the lesson has already."""
    lines = tuple(_proposal(row) for row in rows or ())
    chosen = next((one for one in lines if one.is_chosen), None)
    following = None if topic else next((one for one in lines if one.is_next), None)
    line = chosen or following
    kind_id = line.kind_id if line and line.kind_id not in held else None
    return Offer(
        lines=lines,
        next=following,
        chosen=chosen,
        kind=kinds.get(kind_id) if kind_id else None,
        homework=line.homework if line and wants_homework else "",
    )


def _proposal(row: list) -> Proposal:
    pk, title, hours, given, number, kind_id, homework, is_next, is_chosen = row
    return Proposal(
        pk=pk,
        title=title,
        hours=hours,
        given=given,
        number=number,
        kind_id=kind_id,
        homework=homework,
        is_next=is_next,
        is_chosen=is_chosen,
    )
