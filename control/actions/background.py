"""The administrator has background work done now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from control.queries.background import is_only_school
from core import background
from core.models import Run
from core.once import first_time
from core.refusal import Refused
from school.models import Person


@transaction.atomic
def run_now(
    *,
    actor: Person,
    school_id: int,
    name: str,
    about_id: int | None,
    key: UUID | None,
    now: datetime,
) -> Run | None:
    """Have a work of this school done; None: this very request was applied. What is waiting or
    being done already is not asked for twice.

    Raises Refused for work that the school has not, and for the house's own work where the house
    serves other schools too."""
    work = background.works.get(name)
    if work is None or not _may_be_about(name, school_id, about_id):
        raise Refused("unknown_work", _("There is no such work."))
    if not work.per_school and not is_only_school():
        raise Refused("of_the_house", _("This work is the whole house's: its operator starts it."))
    if key and not first_time(key=key, person_id=actor.pk, now=now):
        return None
    return background.ask(
        work,
        school_id=school_id if work.per_school else None,
        about_id=about_id,
        asked_by=actor,
        now=now,
    )


def _may_be_about(name: str, school_id: int, about_id: int | None) -> bool:
    """One thing of a school is only run again: somebody of the school asked for it before."""
    if about_id is None:
        return background.works.get(name).timetable is not None
    return Run.objects.filter(work=name, school_id=school_id, about_id=about_id).exists()
