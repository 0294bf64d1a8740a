"""Whoever changes what deadlines are computed from is noticed by the database itself.

The triggers look at whole statements, so a timetable written at once costs one look. Only days that
have deadlines already grow stale: a day to come is computed when it comes. What decides for more
than one day (members of groups, courses, the school's choices) concerns the last two days computed,
today's and tomorrow's: the deadlines before them are past and stay."""

from django.db import migrations, models

_OF_LESSONS = """
CREATE FUNCTION journal_days_of_lessons_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    INSERT INTO journal_staleday (school_id, day)
    SELECT x.school_id, x.day
      FROM (SELECT DISTINCT n.school_id, unnest(ARRAY[o.day, n.day]) AS day
              FROM old_rows o JOIN new_rows n USING (id)
             WHERE (o.day, o.starts_at, o.ends_at, o.state, o.course_id)
                   IS DISTINCT FROM (n.day, n.starts_at, n.ends_at, n.state, n.course_id)) x
     WHERE EXISTS (SELECT 1 FROM journal_lessondue d
                    WHERE d.school_id = x.school_id AND d.day >= x.day);
  ELSE
    INSERT INTO journal_staleday (school_id, day)
    SELECT x.school_id, x.day FROM (SELECT DISTINCT school_id, day FROM changed) x
     WHERE EXISTS (SELECT 1 FROM journal_lessondue d
                    WHERE d.school_id = x.school_id AND d.day >= x.day);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER journal_stale_insert AFTER INSERT ON schedule_lesson
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION journal_days_of_lessons_stale();
CREATE TRIGGER journal_stale_update AFTER UPDATE ON schedule_lesson
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION journal_days_of_lessons_stale();
CREATE TRIGGER journal_stale_delete AFTER DELETE ON schedule_lesson
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION journal_days_of_lessons_stale();

CREATE FUNCTION journal_due_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM journal_lessondue WHERE lesson_id = OLD.id;
  RETURN OLD;
END
$$;
CREATE TRIGGER journal_due_goes BEFORE DELETE ON schedule_lesson
  FOR EACH ROW EXECUTE FUNCTION journal_due_goes();

CREATE FUNCTION journal_last_days_stale() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO journal_staleday (school_id, day)
  SELECT x.school_id, x.day - back
    FROM (SELECT school_id, (SELECT max(d.day) FROM journal_lessondue d
                              WHERE d.school_id = c.school_id) AS day
            FROM (SELECT DISTINCT school_id FROM changed) c) x
   CROSS JOIN generate_series(0, 1) back
   WHERE x.day IS NOT NULL;
  RETURN NULL;
END
$$;
"""
_LAST_DAYS = [
    ("school_membership", ("INSERT", "UPDATE", "DELETE")),
    ("school_schoolsetting", ("INSERT", "UPDATE", "DELETE")),
    ("school_course", ("UPDATE",)),
    ("school_group", ("UPDATE",)),
    ("school_schoolclass", ("UPDATE",)),
]
_MADE = "".join(
    f"""
CREATE TRIGGER journal_stale_{event.lower()} AFTER {event} ON {table}
  REFERENCING {"OLD" if event == "DELETE" else "NEW"} TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION journal_last_days_stale();"""
    for table, events in _LAST_DAYS
    for event in events
)
_GONE = """
DROP FUNCTION journal_days_of_lessons_stale() CASCADE;
DROP FUNCTION journal_due_goes() CASCADE;
DROP FUNCTION journal_last_days_stale() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0006_the_clock"),
        ("schedule", "0002_excuses"),
        ("school", "0002_membership_knows_when_it_was_entered"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="staleday", name="journal_staleday_once"),
        migrations.AddIndex(
            model_name="staleday",
            index=models.Index(fields=["school", "day"], name="journal_stale_by_day"),
        ),
        migrations.RunSQL(_OF_LESSONS + _MADE, _GONE),
    ]
