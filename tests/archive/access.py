"""Who reaches the archive's pages."""

from core.models import Job
from tests.village import NOW, Village

_HEADS = {
    "everyone": 403,
    "director": 200,
    "administrator": 200,
    "strangers": 404,
    "logged_out": 302,
}
ROWS = {
    "archive:backups": _HEADS,
    "archive:exports": _HEADS,
    "POST archive:exports": _HEADS | {"director": 302, "administrator": 302},
    "archive:exports_status": _HEADS,
    # The packed file of this job is gone: who may ask is told so.
    "archive:export_file": _HEADS | {"director": 404, "administrator": 404},
}


def _export(village: Village) -> dict[str, int]:
    job = Job.objects.create(
        school_id=village.school.pk,
        kind="export_school",
        asked_by=village.people["director"],
        state=Job.State.DONE,
        ended_at=NOW,
        result={"size": 1},
    )
    return {"job_id": job.pk}


ARGS = {"archive:export_file": _export}
