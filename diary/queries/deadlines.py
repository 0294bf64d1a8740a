"""Deadlines towards families: the weekly report on paper, the digest of the forecast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import connection

from core.registry import Asked, FoundDeadline
from diary.queries.digest import FORECAST as DIGEST
from diary.regulation import PAPER_WEEKLY, paper_day, paper_due
from journal.regulation import FORECAST, forecast_due
from school.choices import chosen

WEEK, LAST = timedelta(days=7), timedelta(days=6)
# Of each week of a class with a lesson: guardianships on paper (paper_families.py says who is; a
# test holds the two together) on the day the reports were made and still on the last day to hand
# them over, or today, where that is to come; and the report they were given.
_REPORTS = """WITH asked AS (
  SELECT * FROM unnest(%(weeks)s::date[], %(days)s::date[], %(lasts)s::date[])
             AS w(week, day, last)),
taught AS (
  SELECT DISTINCT w.week, w.day, w.last, g.school_class_id AS class
    FROM asked w JOIN schedule_lesson l ON l.school_id = %(school)s
     AND l.day BETWEEN w.week AND w.week + 6 AND l.state <> 'cancelled'
    JOIN school_course c ON c.id = l.course_id
    JOIN school_group g ON g.id = c.group_id AND g.school_class_id IS NOT NULL),
families AS (
  SELECT t.week, t.class, s.id AS guardianship
    FROM taught t
    JOIN school_group g ON g.school_class_id = t.class AND g.kind = 'class'
    JOIN school_membership m ON m.group_id = g.id AND m.since <= t.day
     AND (m.until IS NULL OR m.until >= t.day)
    JOIN school_guardianship s ON s.student_id = m.student_id AND s.since <= t.day
     AND (s.until IS NULL OR s.until >= t.day)
   WHERE NOT EXISTS (SELECT 1 FROM (VALUES (t.day), (t.last)) d(day)
            WHERE 'electronic' = (SELECT i.form FROM consent_informingchoice i
                   WHERE i.guardianship_id = s.id AND i.since <= d.day
                   ORDER BY i.since DESC LIMIT 1)
              AND EXISTS (SELECT 1 FROM consent_serviceapplication a
                   WHERE a.guardianship_id = s.id AND a.signed_on <= d.day
                     AND (a.ended_on IS NULL OR a.ended_on > d.day))
              AND EXISTS (SELECT 1 FROM consent_dataconsent a
                   WHERE a.guardianship_id = s.id AND a.signed_on <= d.day
                     AND (a.ended_on IS NULL OR a.ended_on > d.day))))
SELECT coalesce(r.guardianship_id, f.guardianship), coalesce(r.week, f.week),
       coalesce(b.school_class_id, f.class), r.due_at, r.handed_at
  FROM families f
  FULL JOIN (SELECT * FROM diary_paperreport WHERE school_id = %(school)s
                AND week = ANY(%(weeks)s::date[]) AND dropped_at IS NULL) r
    ON r.guardianship_id = f.guardianship AND r.week = f.week
  LEFT JOIN diary_paperbatch b ON b.id = r.batch_id"""
# Periods of classes with families that are told electronically, and the first digest in each span.
_DIGESTS = """SELECT t.id, w.day, min(n.made_at)
  FROM school_term t
 CROSS JOIN LATERAL generate_series(t.first_day, t.last_day - 1, %(days)s * interval '1 day') s
 CROSS JOIN LATERAL (SELECT s::date AS day) w
  LEFT JOIN core_message n ON n.school_id = t.school_id AND n.kind = %(kind)s
   AND n.made_at >= (w.day::timestamp AT TIME ZONE %(zone)s)
   AND n.made_at < ((w.day + %(days)s)::timestamp AT TIME ZONE %(zone)s)
 WHERE t.school_id = %(school)s AND t.kind <> 'year'
   AND w.day BETWEEN %(first)s::date - %(days)s AND %(last)s
   AND w.day + %(days)s - 1 <= t.last_day
   AND EXISTS (SELECT 1 FROM consent_informingchoice i
                WHERE i.school_id = t.school_id AND i.form = 'electronic' AND i.since <= w.day)
 GROUP BY t.id, w.day"""


def paper_reports(asked: Asked) -> Iterator[FoundDeadline]:
    """Until when each family on paper is handed its report of each week (A5 1), and when it was."""
    weeks = _weeks(asked)
    if not weeks:
        return
    today = asked.now.astimezone(asked.zone).date()
    values = {
        "school": asked.school_id,
        "weeks": list(weeks),
        "days": [min(day, today) for day, _due in weeks.values()],
        "lasts": [min(day + LAST, today) for day, _due in weeks.values()],
    }
    with connection.cursor() as cursor:
        cursor.execute(_REPORTS, values)
        rows = cursor.fetchall()
    for guardianship, week, class_id, due_at, handed_at in rows:
        yield FoundDeadline(
            rule=PAPER_WEEKLY.code,
            about_id=guardianship,
            part=week.isoformat(),
            due_at=due_at or weeks[week][1],
            done_at=handed_at,
            class_id=class_id,
        )


def _weeks(asked: Asked) -> dict[date, tuple[date, datetime]]:
    """Weeks that have begun and whose reports are due on the days asked for: by Monday, the day of
    the report and its deadline."""
    today = asked.now.astimezone(asked.zone).date()
    week = asked.first - timedelta(days=asked.first.weekday()) - 3 * WEEK
    found = {}
    while week <= min(today, asked.last):
        weekday = chosen(asked.school_id, week, "paper_weekday")["paper_weekday"]
        due_at = paper_due(week, weekday=weekday, zone=asked.zone)
        found[week] = (paper_day(week, weekday=weekday), due_at)
        week += WEEK
    return found


def digests(asked: Asked) -> Iterator[FoundDeadline]:
    """Whether families were told the forecast in every span of a period (A5 2); the diary itself
    shows it at any time."""
    today = asked.now.astimezone(asked.zone).date()
    days = chosen(asked.school_id, today, "forecast_days")["forecast_days"]
    values = {
        "school": asked.school_id,
        "zone": str(asked.zone),
        "kind": DIGEST,
        "days": days,
        "first": asked.first,
        "last": min(asked.last, today),
    }
    with connection.cursor() as cursor:
        cursor.execute(_DIGESTS, values)
        rows = cursor.fetchall()
    for term, day, told in rows:
        begins = datetime.combine(day, time.min, tzinfo=asked.zone)
        yield FoundDeadline(
            rule=FORECAST.code,
            about_id=term,
            part=day.isoformat(),
            due_at=forecast_due(begins, days=days - 1, zone=asked.zone),
            done_at=told,
        )
