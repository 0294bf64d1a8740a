"""Who reaches compliance and excuses: leaders read, deputy and director decide."""

from schedule.models import Excuse
from tests import builders as b
from tests.village import Village

_LEADERS = {"everyone": 403, "leaders": 200, "strangers": 404, "logged_out": 302}
_DECIDE = _LEADERS | {"leaders": 422, "administrator": 403}
_POST_ONLY = {"everyone": 405, "logged_out": 302}


def _excuse(village: Village) -> dict[str, int]:
    zoya = village.people["deputy"]
    made, _new = Excuse.objects.get_or_create(
        school=village.school,
        kind="outage",
        first_day=b.MONDAY,
        last_day=b.MONDAY,
        words="Нет связи",
        defaults={"decided_by": zoya, "decided_at": b.moscow(b.MONDAY, "10:00")},
    )
    return {"excuse_id": made.pk}


ARGS = {"control:excuse_end": _excuse}
ROWS = {
    "control:compliance": _LEADERS,
    "control:compliance_sheet": _LEADERS,
    "control:compliance_print": _LEADERS,
    "control:facts": _LEADERS,
    "POST control:facts": _DECIDE,
    "control:facts_sheet": _LEADERS,
    "control:facts_print": _LEADERS,
    "control:excuses": _LEADERS,
    "POST control:excuses": _DECIDE,
    "control:excuse_end": _POST_ONLY,
    "POST control:excuse_end": _DECIDE | {"deputy": 302, "director": 302},
}
