"""Who has a diary of their own; a child's record itself is asked of `consent.permissions`."""

import rules

from school.models import Person
from school.standing import InSchool


@rules.predicate
def is_family(person: Person, here: InSchool) -> bool:
    return here.has("guardian", "student")


rules.add_perm("diary.enter", is_family)
