"""How people of a school log in: allauth with our own borders."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.refusal import Refused
from school.models import Person

SECOND_FACTOR = "second_factor"
_PROOFS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by himself: the school enters people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Remember in the session whether this login was made with a second factor."""
        remember_second_factor(request, user)
        return super().post_login(request, user, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys of authenticator apps lie encrypted: who steals the table cannot make codes."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """From the installation's secret; a key that was replaced still reads old rows."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second-factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def shown_name(person: Person) -> str:
    """How letters address a person."""
    return person.name.polite


def remember_second_factor(request: HttpRequest, user: Person) -> None:
    records = get_authentication_records(request, user)
    request.session[SECOND_FACTOR] = any(record["method"] == "mfa" for record in records)


def factor_added(request: HttpRequest, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Who has just set up an application or a passkey has shown it, too."""
    if authenticator.type in _PROOFS:
        request.session[SECOND_FACTOR] = True


def factor_removed(request: HttpRequest, user: Person, **_kwargs: Any) -> None:
    """With the last one gone, pages of the school close again."""
    if not Authenticator.objects.filter(user=user, type__in=_PROOFS).exists():
        request.session[SECOND_FACTOR] = False


class CodeEntry:
    """One attempt to enter a code, counted by address and by login name; only failures stay
    counted, since a whole class may enter its codes from one address in one lesson."""

    def __init__(self, request: HttpRequest, login: str) -> None:
        self._usage = ratelimit.consume(
            request, app="allauth.account", action="enter_code", key=login.casefold()
        )
        if self._usage is None:
            raise Refused(
                "too_many", _("Too many attempts. Wait a quarter of an hour and try again.")
            )

    def was_right(self) -> None:
        self._usage.rollback()
