"""Pages of control, for axe and for the eye."""

PAGES = [
    ("control-today", "deputy", lambda village: f"/s/{village.school.pk}/control/"),
    (
        "control-day-off",
        "deputy",
        lambda village: f"/s/{village.school.pk}/control/?day=2025-09-07",
    ),
    (
        "control-background",
        "administrator",
        lambda village: f"/s/{village.school.pk}/control/background/",
    ),
    ("control-monitoring", "coordinator", lambda village: f"/m/{village.municipality.pk}/"),
]
