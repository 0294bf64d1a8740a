"""How the registers are written: one transaction, the author in every event, and what the
database's constraints say turned into a refusal at a field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

import pghistory
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from core.once import first_time
from core.refusal import Refused
from school.models import Person
from school.models.base import Dated

M = TypeVar("M", bound=models.Model)


class DoneAlready(Refused):
    """The same request came a second time; nothing was done again."""

    def __init__(self) -> None:
        super().__init__("done_already", _("This was saved already."))


@contextmanager
def writing(*, actor: Person, field: str | None = None) -> Iterator[None]:
    """One transaction in the name of `actor`. `field` is where constraints over several fields
    are shown ("letter" for a class that exists already).

    Raises Refused for everything that the models' own validation or a constraint refuses, the
    race of two people included."""
    try:
        with pghistory.context(user=actor.pk), transaction.atomic():
            yield
    except Refused:
        raise
    except ValidationError as error:
        raise _first(error, field) from error
    except IntegrityError as error:
        refused = _by_constraint(error, field)
        if refused is None:
            raise
        raise refused from error


def once(*, key: UUID | None, actor: Person, now: datetime) -> None:
    """Stop when this very request was applied already."""
    if key is not None and not first_time(key=key, person_id=actor.pk, now=now):
        raise DoneAlready


def keep(row: M) -> M:
    """Validate the row by its own rules and save it."""
    row.full_clean()
    row.save()
    return row


def end_row(row: Dated, *, until: date) -> None:
    """End a dated row with this day; one that had not begun by then never held and goes."""
    if row.since > until:
        row.delete()
        return
    row.until = until
    row.save(update_fields=["until"])


def day_before(day: date) -> date:
    """The last day of what gives way on this day."""
    return day - timedelta(days=1)


def _first(error: ValidationError, field: str | None) -> Refused:
    if not hasattr(error, "error_dict"):
        return Refused("invalid", " ".join(error.messages), field=field)
    name, messages = next(iter(error.message_dict.items()))
    at = field if name == NON_FIELD_ERRORS else name
    return Refused("invalid", " ".join(messages), field=at)


def _by_constraint(error: IntegrityError, field: str | None) -> Refused | None:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_app_config("school").get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return Refused(name, constraint.get_violation_error_message(), field=field)
    return None
