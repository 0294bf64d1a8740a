"""Who reaches the pages of reminders."""

from uuid import uuid4

from core.models import Message
from tests.village import NOW

_LEADERS = {"everyone": 403, "leaders": 200, "strangers": 404, "logged_out": 302}
_STAFF = {"staff": 200, "families": 403, "strangers": 404, "logged_out": 302}
ROWS = {
    "control:reminders": _LEADERS,
    "control:my_reminders": _STAFF,
    "POST control:my_reminders": _STAFF,
    # The teacher's own reminder; for all others it does not exist.
    "control:reminder": {**_STAFF, "staff": 404, "own_teacher": 200},
}


def _reminder(village) -> dict[str, int]:
    """A reminder of the teacher's own lesson."""
    fact = {"rule": "LESSON_SAME_DAY", "fact": "topic", "about": village.lesson.pk}
    fact |= {"day": "2025-09-08", "due": "2025-09-08T21:00:00+00:00", "teacher": village.teacher.pk}
    line = {"what": "5А, Математика", "link": "/", "teacher": "", "facts": [fact]}
    message = Message.objects.create(
        school_id=village.school.pk,
        person=village.people["own_teacher"],
        kind="remind_soon",
        title="Скоро срок",
        payload={"stage": "soon", "lines": [line]},
        link="/",
        key=str(uuid4()),
        made_at=NOW,
    )
    return {"message_id": message.pk}


ARGS = {"control:reminder": _reminder}
