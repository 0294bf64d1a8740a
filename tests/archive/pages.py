"""Pages of the archive, for axe and for the eye."""

PAGES = [
    ("backups-none", "director", lambda village: f"/s/{village.school.pk}/archive/backups/"),
    ("exports-none", "director", lambda village: f"/s/{village.school.pk}/archive/exports/"),
]
