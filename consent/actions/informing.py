"""How a guardian is informed about a child: a declared form with a day (A5 1)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consent.models import InformingChoice, InformingForm
from core.refusal import Refused
from school.models import Guardianship, Person


def choose_informing(
    *,
    actor: Person,
    guardianship: Guardianship,
    form: InformingForm,
    since: date,
    basis: str,
    now: datetime,
) -> InformingChoice:
    """Write down what the guardian declared; a second choice of the same day replaces the first.

    Raises Refused for a day in the future."""
    if since > now.astimezone(guardianship.school.zone).date():
        raise Refused(
            "in_future", _("The form cannot be declared for a future day."), field="since"
        )
    with transaction.atomic():
        choice, _made = InformingChoice.objects.update_or_create(
            guardianship=guardianship,
            since=since,
            defaults={
                "school_id": guardianship.school_id,
                "form": form,
                "declared_by": actor,
                "basis": basis.strip(),
            },
        )
    return choice
