"""What every report begins and ends with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from control.queries.reports.ground import ClassRef, Ground
from control.reports.table import Report


def report(ground: Ground, *, slug: str, title: str, **parts: Any) -> Report:
    """With the school's head, the period and the moment it was made."""
    facts = parts.pop("facts", ())
    warnings = (*parts.pop("warnings", ()), *_running(ground))
    return Report(
        slug=slug,
        title=title,
        school=ground.school,
        made_at=ground.now.astimezone(ground.here.school.zone),
        facts=(*_when(ground), *facts),
        warnings=warnings,
        **parts,
    )


def _when(ground: Ground) -> tuple[tuple[str, str], ...]:
    if ground.year is None or ground.period is None:
        return ()
    first, last = ground.period.first, ground.period.last
    told = f"{ground.period.label}, {first:%d.%m.%Y} – {last:%d.%m.%Y}"
    return (_("Academic year"), ground.year[1]), (_("Period"), told)


def _running(ground: Ground) -> tuple[str, ...]:
    if ground.period is None or ground.period.last < ground.today:
        return ()
    said = _("The period is not over: figures as of %(day)s.")
    return (said % {"day": f"{ground.today:%d.%m.%Y}"},)


def no_marks() -> str:
    """The empty state of reports on marks of periods."""
    return _("No marks of this period are set yet. The report fills as teachers set them.")


def without_marks_note(ground: Ground, classes: list[ClassRef]) -> tuple[str, ...]:
    """Classes whose own period does not end within the chosen one."""
    if ground.period is None:
        return ()
    names = [
        one.name
        for one in classes
        if one.has_marks and not ground.period.brings_marks(one.calendar_id)
    ]
    if not names:
        return ()
    said = _("Their period goes on, they have no marks yet: %(classes)s.")
    return (said % {"classes": ", ".join(names)},)
