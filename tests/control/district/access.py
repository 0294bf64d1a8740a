"""Who reaches the fixed figures: leaders their school's, the coordinator those of all schools."""

from __future__ import annotations

from control.models import OwnInstallation
from tests.village import Village

MUNICIPALITY = {"everyone": 404, "coordinator": 200, "logged_out": 302}
LEADERS = {"everyone": 403, "leaders": 200, "strangers": 404, "logged_out": 302}

ROWS = {
    "control:monitoring": MUNICIPALITY,
    "control:monitoring_sheet": MUNICIPALITY,
    "control:monitoring_paper": MUNICIPALITY,
    "control:monitoring_school": MUNICIPALITY,
    "control:orders": MUNICIPALITY,
    "control:installations": MUNICIPALITY,
    "POST control:installations": MUNICIPALITY,
    "control:installation_add": MUNICIPALITY,
    "POST control:installation_add": MUNICIPALITY,
    "control:installation_end": MUNICIPALITY,
    "POST control:installation_end": MUNICIPALITY | {"coordinator": 302},
    # The signature is the door: who is logged in plays no part.
    "control:hand_in": {"everyone": 405},
    "POST control:hand_in": {"everyone": 422},
    "control:figures": LEADERS,
    "POST control:figures": LEADERS,
    "control:figures_file": LEADERS | {"leaders": 404},
    "control:periods": LEADERS,
    "control:period": LEADERS,
    "POST control:period": LEADERS | {"leaders": 403, "director": 200},
    "control:period_print": LEADERS,
}


def _term(village: Village) -> dict[str, int]:
    return {"term_id": village.school_class.calendar.terms.first().pk}


def _installation(village: Village) -> dict[str, int]:
    row, _made = OwnInstallation.objects.get_or_create(
        school=village.school,
        defaults={
            "public_key": "x",
            "since": village.lesson.day,
            "entered_by": village.people["coordinator"],
        },
    )
    return {"pk": row.pk}


ARGS = {
    "control:period": _term,
    "control:period_print": _term,
    "control:installation_end": _installation,
}
