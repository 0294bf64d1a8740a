"""Why something may not be done: a typed reason that a form can show at the right field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError


class Refused(ValidationError):
    """An action says no. `code` is for tests and templates, the message for the person, `field`
    names the place on the page the message belongs to (None: the whole form)."""

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message, code=code)
        self.field = field


class ChangedMeanwhile(Refused):
    """Two hands on one cell: somebody saved another value since this page was read."""

    def __init__(self, message: str, *, theirs: str, by: str, field: str | None = None) -> None:
        super().__init__("changed_meanwhile", message, field=field)
        self.theirs = theirs
        self.by = by


@contextmanager
def refusing(**by_constraint: Refused) -> Iterator[None]:
    """Turn a violation of a named constraint into the refusal given for it.

    Must wrap the whole transaction: after an IntegrityError PostgreSQL accepts nothing more."""
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name in by_constraint:
            raise by_constraint[name] from error
        raise
