"""Asking the school's responsible person to confirm the figures of the week."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from control.models import Confirmation, Snapshot
from control.queries.responsible import responsible_person
from control.weeks import WEEK, closed_week
from core.delivery import News, tell
from school.models import Duty, Role, School

KIND = "confirm_figures"


def ask_to_confirm(*, school_id: int, now: datetime) -> int:
    """Tell whoever answers for the figures that those of the closed week wait for the name under
    them; once a day at most, and not once they are confirmed. Returns how many were told."""
    zone = School.objects.get(pk=school_id).zone
    today = now.astimezone(zone).date()
    week = closed_week(now, zone=zone)
    snapshot = Snapshot.objects.filter(school=school_id, week=week, confirmation=None).first()
    if snapshot is None:
        return 0
    span = f"{week:%d.%m} – {week + WEEK - today.resolution:%d.%m.%Y}"
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Confirm the figures of the week %(span)s") % {"span": span}
        link = f"{reverse('control:figures', args=[school_id])}?week={week}"
        return tell(
            [
                News(
                    school_id=school_id,
                    person_id=person_id,
                    kind=KIND,
                    about_id=snapshot.pk,
                    title=title,
                    link=link,
                    key=f"{KIND}:{snapshot.pk}:{today}:{person_id}",
                )
                for person_id in _who_answers(school_id, today)
            ],
            now=now,
        )


def is_unconfirmed(_person_id: int, snapshot_id: int | None, _now: datetime) -> bool:
    """Asked when the letter goes: meanwhile it may be confirmed."""
    return not Confirmation.objects.filter(snapshot=snapshot_id).exists()


def _who_answers(school_id: int, day: date) -> list[int]:

    named = responsible_person(school_id, day)
    if named is not None:
        return [named.pk]
    leaders = Duty.objects.on(day).filter(
        school=school_id, role__in=(Role.DIRECTOR, Role.ADMINISTRATOR)
    )
    return sorted(set(leaders.values_list("person_id", flat=True)))
