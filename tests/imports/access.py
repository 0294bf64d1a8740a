"""Only the administrator imports registers."""

from __future__ import annotations

from core.models import Job
from tests.village import Village

_OWN = {"everyone": 403, "administrator": 200, "strangers": 404, "logged_out": 302}
_POST_ONLY = {"everyone": 405, "logged_out": 302}
_POSTS = _OWN | {"administrator": 302}


def _job(village: Village) -> dict[str, int]:
    job, _made = Job.objects.get_or_create(
        school_id=village.school.pk,
        kind="import_registers",
        asked_by=village.people["administrator"],
        defaults={
            "state": "done",
            "result": {
                "phase": "preview",
                "files": ["school.xlsx"],
                "day": None,
                "language": "ru",
                "preview": {"counts": [], "faults": [], "changes": 0, "fingerprint": ""},
            },
        },
    )
    return {"job_id": job.pk}


ROWS = {
    "school:import_start": _OWN,
    "POST school:import_start": _OWN | {"administrator": 422},
    "school:import_job": _OWN,
    "school:import_status": _OWN,
    "school:import_confirm": _POST_ONLY,
    "POST school:import_confirm": _POSTS,
    "school:import_give_up": _POST_ONLY,
    "POST school:import_give_up": _POSTS,
    "school:import_template": _OWN,
}
ARGS = {
    "school:import_job": _job,
    "school:import_status": _job,
    "school:import_confirm": _job,
    "school:import_give_up": _job,
    "school:import_template": lambda village: {"key": "all"},
}
