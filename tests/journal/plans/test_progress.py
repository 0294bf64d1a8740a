"""Plan against fact in figures, at their borders (requirements.md section 3)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from journal.progress import CourseLesson, PlanRow, Share, forecast, progress

FIRST = date(2025, 9, 1)


def rows(*hours, merged=None):
    """Lines 1, 2, 3 … of so many hours; `merged` {3: 2}: the third is given with the second."""
    merged = merged or {}
    return [
        PlanRow(pk=at, root=at, hours=one, merged_into=merged.get(at))
        for at, one in enumerate(hours, 1)
    ]


def lessons(*roots, over=None, cancelled=()):
    """A lesson for each root (None: no topic); the first `over` of them are over."""
    over = len(roots) if over is None else over
    return [
        CourseLesson(
            pk=at,
            day=FIRST + timedelta(days=at),
            is_over=at < over,
            is_cancelled=at in cancelled,
            is_recorded=root is not None and at < over,
            has_topic=root is not None,
            root=root,
        )
        for at, root in enumerate(roots)
    ]


def figures(used, base, taught):
    found = progress(used, base, taught)
    hours, topics = found.hours, found.topics
    return (hours.done, hours.of), (topics.done, topics.of), found.remaining_hours, found.lag


def test_31_of_34_hours_and_33_of_34_topics():
    base = rows(*[1] * 34)
    # Three lessons fell out; topics 3, 5 and 7 are given with those before them, 34 is not given.
    used = rows(*[1] * 34, merged={3: 2, 5: 4, 7: 6})
    heads = [row.root for row in used if row.merged_into is None][:30]
    taught = lessons(*heads, 90, None, None, None, cancelled=(31, 32, 33))

    found = progress(used, base, taught)

    assert (found.hours, found.topics) == (Share(done=31, of=34), Share(done=33, of=34))
    assert (found.hours.percent, found.topics.percent) == (Decimal("91.2"), Decimal("97.1"))


@pytest.mark.parametrize(
    ("done", "of", "percent"),
    [(31, 34, "91.2"), (33, 34, "97.1"), (1, 8, "12.5"), (1, 16, "6.3"), (0, 5, "0.0"),
     (5, 5, "100.0"), (6, 5, "120.0")],
)  # fmt: skip
def test_a_percentage_has_one_place_half_up(done, of, percent):
    assert Share(done=done, of=of).percent == Decimal(percent)


def test_nothing_planned_has_no_percentage():
    assert Share(done=0, of=0).percent is None


@pytest.mark.parametrize(
    ("taught", "expected"),
    [
        # nothing begun: 5 h for 5 lessons
        (lessons(*[None] * 5, over=0), ((0, 0), (0, 0), 5, 0)),
        # two held as planned
        (lessons(1, 1, None, None, None, over=2), ((2, 2), (1, 1), 3, 0)),
        # the second was cancelled: one hour finds no lesson
        (lessons(1, None, None, None, None, over=2, cancelled=(1,)), ((1, 2), (0, 1), 4, 1)),
        # held without a topic of the plan: the hour is lost to it
        (lessons(1, 77, None, None, None, over=2), ((2, 2), (0, 1), 4, 1)),
        # over and not recorded yet: it can still take its topic
        (lessons(1, None, None, None, None, over=2), ((1, 2), (0, 1), 4, 0)),
        # more lessons than hours
        (lessons(1, 1, 2, 2, 2, None, None, over=5), ((5, 5), (2, 2), 0, -2)),
        # more held than planned: the plan is not planned beyond its hours
        (lessons(1, 1, 2, 2, 2, 2, over=6), ((6, 5), (2, 2), 0, 0)),
        # a lesson to come was cancelled
        (lessons(1, 1, None, None, None, over=2, cancelled=(4,)), ((2, 2), (1, 1), 3, 1)),
        # planned ahead is not given
        (lessons(1, 1, 2, None, None, over=2), ((2, 2), (1, 1), 3, 0)),
    ],
)
def test_hours_topics_rest_and_lag(taught, expected):
    plan = rows(2, 3)

    assert figures(plan, plan, taught) == expected


def test_a_merged_topic_is_given_with_its_head_and_asks_no_hours_of_its_own():
    base = rows(1, 1, 1)
    used = [*rows(1, 1, 1, merged={3: 2})]

    assert figures(used, base, lessons(1, 2, None, over=3, cancelled=(2,))) == (
        (2, 3),
        (3, 3),
        0,
        0,
    )


def test_dropped_hours_make_a_topic_whole_with_fewer_lessons():
    assert figures(rows(1, 1), rows(2, 1), lessons(1, 2)) == ((2, 2), (2, 1), 0, 0)


def test_a_line_added_by_a_replan_is_no_topic_of_the_approved_plan():
    used = [*rows(1), PlanRow(pk=9, root=9, hours=1)]

    assert figures(used, rows(1), lessons(1, 9)) == ((2, 1), (1, 1), 0, 0)


def test_a_topic_without_hours_is_neither_planned_nor_lacking():
    assert figures(rows(1, 0, 1), rows(1, 0, 1), lessons(1, 3)) == ((2, 2), (2, 2), 0, 0)


def test_lines_fall_on_the_lessons_left_and_the_last_finds_none():
    days = [FIRST + timedelta(days=shift) for shift in range(3)]

    assert forecast(rows(2, 1, 1, 1), {1: 1}, days) == {1: days[0], 2: days[1], 3: days[2]}
