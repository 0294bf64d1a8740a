"""What the bar under a draft's lines does with the chosen ones."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from core.refusal import Refused
from journal.actions import plan_lines
from journal.models import CoursePlan
from school.models import Person


def change_lines(
    *,
    actor: Person,
    plan: CoursePlan,
    do: str,
    line_ids: Collection[int],
    now: datetime,
    before_id: int | None = None,
    hours: int | None = None,
    title: str = "",
    section: str = "",
) -> None:
    """One of: up, down, move, merge, part, drop, remove, section. Raises Refused for anything
    else and for what the lines do not allow."""
    given = {"actor": actor, "plan": plan, "line_ids": line_ids, "now": now}
    match do:
        case "up" | "down":
            plan_lines.nudge_lines(down=do == "down", **given)
        case "move":
            plan_lines.move_lines(before_id=before_id, **given)
        case "merge":
            plan_lines.merge_lines(hours=_hours(hours), title=title, **given)
        case "part":
            plan_lines.part_lines(**given)
        case "drop":
            plan_lines.drop_hour(**given)
        case "remove":
            plan_lines.remove_lines(**given)
        case "section":
            plan_lines.name_section(section=section, **given)
        case _:
            raise Refused("strange", _("The page sent something strange: open it again."))


def _hours(hours: int | None) -> int:
    if hours is None:
        raise Refused("hours", _("Say in how many hours they are given."), field="hours")
    return hours
