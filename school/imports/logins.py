"""Login names for people of a file who have none yet: ivanov.ip, ivanov.ip2, …"""

from __future__ import annotations

from core.imports.batch import Batch
from school.logins import login_of, next_free, taken_logins
from school.models import Person


def give_logins(batch: Batch) -> None:
    """Give every new person without a login name the first free one; one statement for all."""
    nameless = [person for person in batch.plan.made(Person) if not person.login]
    if not nameless:
        return
    bases = {login_of(person.name) for person in nameless}
    taken = taken_logins(bases)
    taken.update(person.login.lower() for person in batch.plan.made(Person) if person.login)
    counters: dict[str, int] = {}
    for person in nameless:
        base = login_of(person.name)
        person.login = next_free(base, taken, counters)
        taken.add(person.login)
