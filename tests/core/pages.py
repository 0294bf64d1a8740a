"""Pages of the house itself, for axe and for the eye."""

from tests.builders import a_message


def _notices(village) -> str:
    a_message(village.people["guardian"], about=village.student)
    return "/notices/"


PAGES = [
    ("notices", "guardian", _notices),
    ("notices-none", "deputy", lambda village: "/notices/"),
    ("gallery", "own_teacher", lambda village: "/gallery/"),
    ("offline", "logged_out", lambda village: "/offline/"),
    ("look", "guardian", lambda village: "/look/"),
    ("not-found", "guardian", lambda village: "/nothing-here/"),
]
