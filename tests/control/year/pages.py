"""Pages of what is settled once a year, for axe and for the eye."""

from datetime import date

from control.models import LocalPaper
from tests.village import NOW


def _coming(village):
    """Next year waits for its opening, and lacks everything."""
    year, _made = village.school.years.get_or_create(
        name="2026/27", defaults={"first_day": date(2026, 9, 1), "last_day": date(2027, 5, 26)}
    )
    return f"/s/{village.school.pk}/control/readiness/?year={year.pk}"


def _with_papers(village):
    """A plan in force and a draft of the next version, an act that needs no change."""
    for code, version, state in (
        ("rollout_plan", 1, "approved"),
        ("rollout_plan", 2, "draft"),
        ("charter", 1, "no_change"),
    ):
        LocalPaper.objects.get_or_create(
            school=village.school,
            code=code,
            version=version,
            defaults={
                "state": state,
                "day": date(2025, 8, 28),
                "order_number": "81-о",
                "approved_by": "директор Директоров Д.",
                "words": "сроки уточнены по решению педагогического совета",
                "entered_at": NOW,
                "entered_by": village.people["director"],
            },
        )
    return f"/s/{village.school.pk}/control/papers/"


PAGES = [
    ("readiness", "director", lambda village: f"/s/{village.school.pk}/control/readiness/"),
    ("readiness-open", "director", _coming),
    ("papers", "director", lambda village: f"/s/{village.school.pk}/control/papers/"),
    ("papers-teacher", "own_teacher", _with_papers),
    ("paper", "deputy", lambda village: f"/s/{village.school.pk}/control/papers/rollout_plan/"),
    ("paper-add", "deputy", lambda village: f"/s/{village.school.pk}/control/papers/charter/add/"),
]
