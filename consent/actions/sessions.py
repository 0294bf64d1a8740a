"""What is open in browsers ends with the paper that let it in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import transaction

from consent.permissions import CLOSED, STILL_SECONDS, still_key


def end_sessions(person_id: int) -> None:
    """End all of a person's open sessions once the transaction is through (order 2.6)."""

    def end() -> None:
        for session in UserSession.objects.filter(user_id=person_id):
            session.end()

    transaction.on_commit(end)


def forget_still(person_id: int, student_id: int) -> None:
    """Let an open page learn at its next question that it is closed."""
    transaction.on_commit(
        lambda: cache.set(still_key(person_id, student_id), CLOSED, STILL_SECONDS)
    )
