"""Which school has named whom by which order, and by when that was due (order 2.1, App. 2 4-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from control.models import OwnInstallation
from control.queries.monitoring import natural
from control.regulation import RESPONSIBLE_NAMED, responsible_due
from core.regulation import Rule, State
from school.models import (
    Appointment,
    AppointmentKind,
    MunicipalDuty,
    School,
)

KINDS = tuple(AppointmentKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCell:
    """One duty in one school: the order that lays it on somebody, or nobody's."""

    row: Appointment | None
    is_sent_asked: bool
    is_overdue: bool

    @property
    def is_unsent(self) -> bool:
        return self.is_sent_asked and self.row is not None and self.row.sent_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolOrders:
    """A school with its duties, in the order of KINDS."""

    name: str
    cells: tuple[OrderCell, ...]

    @property
    def lacks(self) -> int:
        return sum(cell.row is None for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersPage:
    """The municipality's own duties by order, and those of its schools."""

    duties: tuple[MunicipalDuty, ...]
    schools: tuple[SchoolOrders, ...]
    due: date
    is_past_due: bool
    labels: tuple[str, ...]
    rule: Rule = RESPONSIBLE_NAMED

    @property
    def without_responsible(self) -> int:
        return sum(one.cells[0].row is None for one in self.schools)

    @property
    def unsent(self) -> int:
        return sum(one.cells[0].is_unsent for one in self.schools)


def orders_page(municipality_id: int, *, now: datetime, zone: ZoneInfo) -> OrdersPage:
    """Every school with every duty of the order, in three statements."""
    today = now.astimezone(zone).date()
    autumn = date(today.year if today.month >= 8 else today.year - 1, 9, 1)
    due = responsible_due(autumn, zone=zone)
    named: dict[tuple[int, str], Appointment] = {}
    rows = Appointment.objects.on(today).filter(school__municipality=municipality_id)
    for row in rows.select_related("person").order_by("since", "pk"):
        named[row.school_id, row.kind] = row
    schools = School.objects.filter(municipality=municipality_id).values_list("pk", "short_name")
    duties = MunicipalDuty.objects.on(today).filter(municipality=municipality_id)
    return OrdersPage(
        duties=tuple(duties.select_related("person").order_by("role", "since")),
        schools=tuple(
            SchoolOrders(name=name, cells=_cells(pk, named, due, now))
            for pk, name in sorted(schools, key=lambda school: natural(school[1]))
        ),
        due=due.date(),
        is_past_due=now >= due,
        labels=tuple(str(kind.label) for kind in KINDS),
    )


def _cells(
    school_id: int, named: dict[tuple[int, str], Appointment], due: datetime, now: datetime
) -> tuple[OrderCell, ...]:
    return tuple(_cell(named.get((school_id, kind)), kind, due, now) for kind in KINDS)


def _cell(row: Appointment | None, kind: str, due: datetime, now: datetime) -> OrderCell:
    """Only the responsible person has a day (order 2.1); the others are asked without one."""
    is_responsible = kind == AppointmentKind.RESPONSIBLE
    state = RESPONSIBLE_NAMED.state(due_at=due, done_at=None, now=now)
    return OrderCell(
        row=row,
        is_sent_asked=is_responsible,
        is_overdue=is_responsible and row is None and state == State.MISSING,
    )


# ---- schools with installations of their own ----------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationsPage:
    """Which schools hand in their figures, with their keys."""

    rows: tuple[OwnInstallation, ...]
    others: tuple[tuple[int, str], ...]


def installations_page(municipality_id: int) -> InstallationsPage:
    """In two statements."""
    found = OwnInstallation.objects.filter(school__municipality=municipality_id)
    rows = sorted(
        found.select_related("school", "entered_by"), key=lambda row: natural(row.school.short_name)
    )
    schools = School.objects.filter(municipality=municipality_id).values_list("pk", "short_name")
    return InstallationsPage(
        rows=tuple(rows), others=tuple(sorted(schools, key=lambda school: natural(school[1])))
    )


def installation_of(municipality_id: int, pk: int) -> OwnInstallation | None:
    """A school's installation, of this municipality."""
    found = OwnInstallation.objects.select_related("school")
    return found.filter(school__municipality=municipality_id, pk=pk).first()
