"""Who has a diary of their own, and who follows the paper reports of all classes. A child's record
itself is asked of `consent.permissions`."""

import rules

from school.models import Person
from school.permissions import is_administrator, is_deputy, is_director
from school.standing import InSchool


@rules.predicate
def is_family(person: Person, here: InSchool) -> bool:
    return here.has("guardian", "student")


rules.add_perm("diary.enter", is_family)
rules.add_perm("diary.view_paper", is_administrator | is_deputy | is_director)
