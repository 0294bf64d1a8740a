"""What rows of a school, and rows that hold for a span of days, have in common."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_lazy as _


class Int8Range(Func):
    """A scalar as a range of one: the embedded PostgreSQL has no btree_gist, so an equality in an
    exclusion constraint is written as the overlap of two one-element ranges."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, %(expressions)s, '[]')"

    def __init__(self, field: str) -> None:
        from django.contrib.postgres.fields import BigIntegerRangeField

        super().__init__(F(field), output_field=BigIntegerRangeField())

    def as_sql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, list]:
        """The expression stands twice, so its parameters do, too."""
        sql, params = super().as_sql(compiler, connection, **context)
        return sql, [*params, *params]

    def replace_expressions(self, replacements: dict[Any, Any]) -> Self:
        """Let `full_clean()` put the row's own key in: Django knows it as `group`, not `group_id`,
        and would compare each other row with itself."""
        [source] = self.source_expressions
        if isinstance(source, F) and source.name.endswith("_id"):
            value = replacements.get(F(source.name.removesuffix("_id")))
            replacements = replacements | ({source: value} if value is not None else {})
        return super().replace_expressions(replacements)


class DaySpan(Func):
    """`since`–`until` as a range of days, both included; an open end is open."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, since: str = "since", until: str = "until") -> None:
        super().__init__(
            F(since), F(until), RangeBoundary(inclusive_lower=True, inclusive_upper=True)
        )


class DatedQuerySet(models.QuerySet):
    """Rows that hold from `since` to `until`, both days included; no `until`: still."""

    def on(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

    def within(self, first: date, last: date) -> Self:
        """Rows that hold on at least one day of the span."""
        return self.filter(Q(until=None) | Q(until__gte=first), since__lte=last)


class Dated(models.Model):
    """A fact that holds from one day to another."""

    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


def span_in_order(name: str) -> models.CheckConstraint:
    """A span may not end before it begins."""
    return models.CheckConstraint(
        condition=Q(until=None) | Q(until__gte=F("since")),
        name=name,
        violation_error_message=_("The last day lies before the first."),
    )


def once_at_a_time(name: str, *fields: str, message: str) -> ExclusionConstraint:
    """No two rows with the same `fields` (ids) may hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((Int8Range(field), RangeOperators.OVERLAPS) for field in fields),
            (DaySpan(), RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,
    )
