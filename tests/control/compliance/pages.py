"""Pages of compliance, for axe and for the eye."""

from collections.abc import Callable

from tests.village import Village


def _compliance(rest: str) -> Callable[[Village], str]:
    return lambda village: f"/s/{village.school.pk}/control/compliance/{rest}"


PAGES = [
    ("control-compliance", "deputy", _compliance("")),
    ("control-compliance-rules", "director", _compliance("?by=rule&state=all")),
    ("control-compliance-empty", "deputy", _compliance("?from=2025-07-07&to=2025-07-13")),
    ("control-facts", "deputy", _compliance("facts/?from=2025-09-01&to=2025-09-07")),
    ("control-facts-all", "administrator", _compliance("facts/?state=all")),
    ("control-excuses", "deputy", lambda village: f"/s/{village.school.pk}/control/excuses/"),
]
