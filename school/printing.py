"""Papers of the registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

import segno
from django.utils.translation import pgettext_lazy

from core.names import Case, decline
from core.printing import pdf
from school.actions.codes import IssuedCode
from school.models import Appointment, AppointmentKind, Duty, Role
from school.queries.codes import CodeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What one person cuts off and takes home."""

    name: str
    of_student: str
    login: str
    code: str
    expires_at: datetime
    qr: str


def codes_sheet(
    *, title: str, school: str, rows: list[CodeRow], issued: list[IssuedCode], address: str
) -> bytes:
    """The sheet with codes: a slip to cut out for each person, a child's family together."""
    slips = [
        Slip(
            name=one.person.name.full,
            of_student=row.of_student,
            login=one.person.login,
            code=one.spaced,
            expires_at=one.expires_at,
            qr=_qr(address, one),
        )
        for row, one in zip(rows, issued, strict=True)
    ]
    shown = address.split("://", 1)[-1].rstrip("/")
    return pdf(
        "school/print/codes.html",
        {"title": title, "school": school, "slips": slips, "address": shown},
    )


def _qr(address: str, issued: IssuedCode) -> str:
    """Login and code stand behind #: a browser keeps that to itself, no server sees or logs it."""
    fragment = urlencode({"l": issued.person.login, "c": issued.code})
    return segno.make(f"{address}#{fragment}", error="m").png_data_uri(scale=6, border=1)


# «назначить … ответственным за электронный журнал»: the same duties in the case of the order.
_AS_WHAT = {
    AppointmentKind.RESPONSIBLE: pgettext_lazy("appoint as", "responsible for the journal"),
    AppointmentKind.ROLLOUT: pgettext_lazy("appoint as", "in charge of the rollout schedule"),
    AppointmentKind.ACADEMIC: pgettext_lazy("appoint as", "in charge of the journal's content"),
    AppointmentKind.TECHNICAL: pgettext_lazy("appoint as", "in charge of technical support"),
    AppointmentKind.HELP_DESK: pgettext_lazy("appoint as", "consultant of the teachers"),
}


def appointment_order(appointment: Appointment) -> bytes:
    """The director's order that names a person (order 2.1; App. 2 4–8), to sign and seal."""
    person = appointment.person
    employee = person.employments.filter(school=appointment.school_id).first()
    director = (
        Duty.objects.on(appointment.order_day)
        .filter(school=appointment.school_id, role=Role.DIRECTOR)
        .select_related("person")
        .first()
    )
    return pdf(
        "school/print/appointment.html",
        {
            "appointment": appointment,
            "school": appointment.school,
            "position": employee.position if employee else "",
            "as_what": _AS_WHAT[appointment.kind],
            "whom": decline(person.name, person.sex, Case.ACCUSATIVE),
            "director": director.person.name.short if director else "",
        },
    )
