"""What is to be done for a class's week on paper: who still needs a report, whose is not needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from diary.models import PaperReport
from diary.queries.paper_families import PaperFamily, paper_families
from school.models import SchoolClass


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlan:
    """`missing` families have no report of the week that stands; `stale` are reports nobody
    handed out whose family chose the diary meanwhile, left the class or the school."""

    missing: tuple[PaperFamily, ...]
    stale: tuple[int, ...]

    @property
    def is_done(self) -> bool:
        return not (self.missing or self.stale)


def paper_plan(
    school_class: SchoolClass, *, week: date, day: date, anew: bool = False
) -> PaperPlan:
    """Two statements. `anew`: what was not handed out yet is made again with what stands now.

    A report that waits in another class (the child moved meanwhile) is stale as well: the child
    gets the one of this class."""
    wanted = paper_families([school_class.pk], week=week, day=day).get(school_class.pk, ())
    ids = {family.guardianship_id for family in wanted}
    standing = list(
        PaperReport.objects.filter(
            Q(batch__school_class=school_class) | Q(guardianship_id__in=ids),
            week=week,
            dropped_at=None,
        ).values_list("pk", "guardianship_id", "batch__school_class_id", "handed_at")
    )
    stale = tuple(
        pk
        for pk, guardianship_id, class_id, handed_at in standing
        if handed_at is None and (anew or guardianship_id not in ids or class_id != school_class.pk)
    )
    served = {guardianship_id for pk, guardianship_id, *_rest in standing if pk not in stale}
    missing = tuple(family for family in wanted if family.guardianship_id not in served)
    return PaperPlan(missing=missing, stale=stale)
