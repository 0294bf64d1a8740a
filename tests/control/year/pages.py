"""Pages of what is settled once a year, for axe and for the eye."""

from datetime import date


def _coming(village):
    """Next year waits for its opening, and lacks everything."""
    year, _made = village.school.years.get_or_create(
        name="2026/27", defaults={"first_day": date(2026, 9, 1), "last_day": date(2027, 5, 26)}
    )
    return f"/s/{village.school.pk}/control/readiness/?year={year.pk}"


PAGES = [
    ("readiness", "director", lambda village: f"/s/{village.school.pk}/control/readiness/"),
    ("readiness-open", "director", _coming),
]
