"""Open pages of the journal ask every few seconds what changed: by course or lesson, and moment."""

from django.db import migrations

FORWARD = """
CREATE INDEX journal_markevent_lately ON journal_markevent (course_id, pgh_created_at);
CREATE INDEX journal_attendanceevent_lately ON journal_attendanceevent (lesson_id, pgh_created_at);
"""
BACK = "DROP INDEX journal_markevent_lately; DROP INDEX journal_attendanceevent_lately;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_the_whole_journal")]

    operations = [migrations.RunSQL(FORWARD, BACK)]
