"""The way to the mail server: one connection for many letters, each under a name of its own that
stays the same however often it has to be sent."""

from __future__ import annotations

import hashlib
from smtplib import SMTPResponseException, SMTPServerDisconnected
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from core.models import Message

# "Service not available, closing": the server wants no more letters on this connection.
_CLOSING = 421


def letter_id(message: Message, contact_id: int) -> str:
    """The Message-ID of this message's letter to this contact: sent again after a crash it is the
    same, so mail programs show it once."""
    mark = hashlib.sha256(message.key.encode()).hexdigest()[:12]
    house = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"<{message.pk}.{contact_id}.{mark}@{house}>"


class Post:
    """Letters go out over one connection, which is opened by the first of them."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def send(self, *, to: str, subject: str, text: str, name: str) -> None:
        """Send one letter. Raises SMTPException or OSError; the next one begins a new connection.
        One that the server closed after other letters is opened again at once."""
        letter = EmailMessage(
            subject,
            text,
            None,
            [to],
            headers={"Message-ID": name, "Auto-Submitted": "auto-generated"},
        )
        was_open = self._connection is not None
        try:
            self._hand_in(letter)
        except (SMTPServerDisconnected, SMTPResponseException) as problem:
            if not (was_open and _is_closing(problem)):
                raise
            self._hand_in(letter)

    def _hand_in(self, letter: EmailMessage) -> None:
        try:
            if self._connection is None:
                self._connection = get_connection()
                self._connection.open()
            self._connection.send_messages([letter])
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _is_closing(problem: SMTPServerDisconnected | SMTPResponseException) -> bool:
    return isinstance(problem, SMTPServerDisconnected) or problem.smtp_code == _CLOSING
