"""Who reaches what is settled once a year: leaders; the papers in force, all who work here."""

from datetime import date

from control.models import LocalPaper
from tests.village import NOW

_LEADERS = {
    "everyone": 403,
    "leaders": 200,
    "strangers": 404,
    "logged_out": 302,
}
_STAFF = _LEADERS | {"staff": 200}


def _draft(village):
    paper, _made = LocalPaper.objects.get_or_create(
        school=village.school,
        code="rollout_plan",
        version=1,
        defaults={
            "state": "draft",
            "day": date(2025, 8, 28),
            "entered_at": NOW,
            "entered_by": village.people["director"],
        },
    )
    return {"pk": paper.pk, "code": "rollout_plan", "ending": "docx"}


ARGS = {
    f"control:{name}": _draft
    for name in ("paper", "paper_add", "paper_kit", "paper_file", "paper_approve")
}
ROWS = {
    "control:readiness": {
        "everyone": 403,
        "leaders": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "control:open_year": {
        "everyone": 405,
        "logged_out": 302,
    },
    "POST control:open_year": {
        "everyone": 403,
        "director": 422,
        "administrator": 422,
        "strangers": 404,
        "logged_out": 302,
    },
    "control:opening_act": {
        "everyone": 403,
        "leaders": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "control:papers": _STAFF,
    "control:papers_print": _LEADERS,
    "control:paper": _STAFF,
    "control:paper_add": _LEADERS,
    "POST control:paper_add": _LEADERS,
    "control:paper_kit": _LEADERS,
    # of the village no paper has a file
    "control:paper_file": _STAFF | {"staff": 404},
    "control:paper_approve": _LEADERS,
    "POST control:paper_approve": _LEADERS,
}
