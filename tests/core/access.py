"""Who reaches the pages of the house itself."""

from tests.builders import a_message

ROWS = {
    "health": {"everyone": 200},
    "empty": {"everyone": 200, "logged_out": 302},
    "look": {"everyone": 200},
    "who": {"everyone": 200},
    "worker": {"everyone": 200},
    "manifest": {"everyone": 200},
    "offline": {"everyone": 200},
    "gallery": {"everyone": 200},
    "js_catalog": {"everyone": 200},
    "notices": {"everyone": 200, "logged_out": 302},
    "read_notices": {"everyone": 405, "logged_out": 302},
    "POST read_notices": {"everyone": 302},
    "open_notice": {"everyone": 405, "logged_out": 302},
    # The guardian's own notice; for all others it does not exist.
    "POST open_notice": {"everyone": 404, "guardian": 302, "logged_out": 302},
}


def _notice(village) -> dict[str, int]:
    return {"message_id": a_message(village.people["guardian"], about=village.student).pk}


ARGS = {"open_notice": _notice}
