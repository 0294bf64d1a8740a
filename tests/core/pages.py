"""Pages of the house itself, for axe and for the eye."""

PAGES = [
    ("gallery", "own_teacher", lambda village: "/gallery/"),
    ("look", "guardian", lambda village: "/look/"),
    ("not-found", "guardian", lambda village: "/nothing-here/"),
]
