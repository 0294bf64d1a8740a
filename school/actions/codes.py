"""One-time codes on paper: how a person without e-mail gets into the journal.

A code is shown once, on the printed sheet; the database keeps only its hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.once import first_time
from core.refusal import Refused
from school.choices import chosen
from school.models import AccessCode, Person
from school.queries.rights import governed_elsewhere

DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedCode:
    """A code as it stands on paper, once."""

    person: Person
    code: str
    expires_at: datetime

    @property
    def spaced(self) -> str:
        """48210 93756: easier to type."""
        return f"{self.code[:5]} {self.code[5:]}"


def issue_codes(
    *, actor: Person, school_id: int, people: Collection[Person], now: datetime, key: UUID
) -> list[IssuedCode]:
    """New codes for these people; their older ones are void from now on.

    Raises Refused when the same request was applied already (its codes cannot be shown again), or
    when somebody belongs to another school or a municipality: only they may let them in."""
    with transaction.atomic():
        if not first_time(key=key, person_id=actor.pk, now=now):
            raise Refused(
                "printed_already",
                _("These codes were issued already. To print new ones, open the page again."),
            )
        if governed_elsewhere([person.pk for person in people], school_id=school_id, day=_day(now)):
            raise Refused(
                "leads_elsewhere",
                _("Who belongs to another school or to the municipality gets codes only there."),
            )
        AccessCode.objects.filter(person__in=people, used_at=None, void_at=None).update(void_at=now)
        days = chosen(school_id, _day(now), "code_days")["code_days"]
        issued = [
            IssuedCode(person=person, code=_new_code(), expires_at=now + timedelta(days=days))
            for person in people
        ]
        AccessCode.objects.bulk_create(
            AccessCode(
                school_id=school_id,
                person=one.person,
                code_hash=_hash(one.person.pk, one.code),
                issued_at=now,
                issued_by=actor,
                expires_at=one.expires_at,
            )
            for one in issued
        )
        return issued


def use_code(*, login: str, code: str, password: str, now: datetime) -> Person:
    """Set a password with a code from paper; the code is spent by it.

    Wrong login, wrong, spent, void and old codes are refused with the same words, so that nobody
    learns which login names exist. A password refused by the validators does not spend the code."""
    with transaction.atomic():
        person = Person.objects.filter(login__iexact=login.strip(), is_active=True).first()
        found = person and (
            AccessCode.objects.select_for_update()
            .filter(
                code_hash=_hash(person.pk, code), used_at=None, void_at=None, expires_at__gt=now
            )
            .first()
        )
        if not found:
            raise Refused(
                "bad_code",
                _("Login name and code do not fit, or the code is used up or too old."),
                field="code",
            )
        _check_password(password, person)
        found.used_at = now
        found.save(update_fields=["used_at"])
        person.set_password(password)
        person.save(update_fields=["password"])
        return person


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("weak_password", " ".join(error.messages), field="password") from error


def _new_code() -> str:
    return "".join(secrets.choice("0123456789") for _position in range(DIGITS))


def _hash(person_id: int, code: str) -> str:
    """Keyed with the installation's secret, so a stolen table cannot be tried offline."""
    digits = "".join(sign for sign in code if sign.isdigit())
    message = f"access-code:{person_id}:{digits}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def _day(now: datetime) -> date:
    return timezone.localdate(now)
