"""Delivery: what is told to a person is a row in the house first, and a letter second.

A message is made once by its key. Letters go out from the rows that wait (`settled_at` empty), so a
broker or a mail server that is down delays and loses nothing. Whether a letter may go is asked at
the moment of sending, of the contact (App. 5 4) and of what the message is about (order 2.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from core.models import Message, MessageAttempt, Run
from core.registry import (
    OWN_ADDRESS,
    Address,
    Letter,
    Words,
    addresses_of,
    letters,
    may_send,
)

Outcome = MessageAttempt.Outcome
GIVE_UP = timedelta(days=2)
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A message to be made; without `letter` it stands in the house alone."""

    school_id: int
    person_id: int
    kind: str
    title: str
    link: str
    key: str
    about_id: int | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    letter: bool = True


def tell(news: Iterable[News], *, now: datetime) -> int:
    """Make the messages that do not stand yet; returns how many were new. Two hands at once make
    one row."""
    by_key = {one.key: one for one in news}
    known = set(Message.objects.filter(key__in=by_key).values_list("key", flat=True))
    rows = [_message(one, now) for key, one in by_key.items() if key not in known]
    Message.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def _message(one: News, now: datetime) -> Message:
    return Message(
        school_id=one.school_id,
        person_id=one.person_id,
        kind=one.kind,
        about_id=one.about_id,
        title=one.title,
        payload=one.payload,
        link=one.link,
        key=one.key,
        made_at=now,
        settled_at=None if one.letter and one.kind in letters else now,
    )


# ---- letters ------------------------------------------------------------------------------------


def send_waiting(*, now: datetime, most: int = 500) -> int:
    """Send letters of messages that wait, oldest first; returns how many went out."""
    waiting = Message.objects.filter(settled_at=None).exclude(_resting(now))
    waiting = waiting.order_by("made_at", "pk")
    ids = list(waiting.values_list("pk", flat=True)[:most])
    return sum(send_letters(message_id=pk, now=now) for pk in ids)


def send_for_run(run: Run, now: datetime) -> dict[str, int]:
    """What the clock asks for every minute."""
    return {"sent": send_waiting(now=now)}


def _resting(now: datetime) -> Q:
    """Messages whose letters wait for the end of their school's quiet hours; left out here, they
    stand in nobody's way."""
    rests = {kind: letter.rests for kind, letter in letters.items() if letter.rests}
    schools = {ask: list(ask(now)) for ask in set(rests.values())}
    asked = Q(pk=None)
    for kind, ask in rests.items():
        asked |= Q(kind=kind, school_id__in=schools[ask])
    return asked


def send_letters(*, message_id: int, now: datetime) -> int:
    """Send one message to every address it may go to. The row is held meanwhile, so two workers
    never send it both; each attempt stays on record."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        message = (
            Message.objects.select_for_update(skip_locked=True)
            .filter(pk=message_id, settled_at=None)
            .first()
        )
        if message is None:
            return 0
        outcomes = _sent(message, now) if message.read_at is None else []
        if Outcome.FAILED not in outcomes or now - message.made_at > GIVE_UP:
            message.settled_at = now
            message.save(update_fields=["settled_at"])
        return outcomes.count(Outcome.SENT)


def _sent(message: Message, now: datetime) -> list[str]:
    letter = letters.get(message.kind)
    if letter is None or not letter.may_go(message.person_id, message.about_id, now):
        return []
    words = (
        letter.words(message, now)
        if letter.words
        else Words(subject=str(letter.subject), text=str(letter.text))
    )
    if words is None:
        return []
    done = set(
        message.attempts.exclude(outcome=Outcome.FAILED).values_list("contact_id", flat=True)
    )
    addresses = _addresses(message, letter)
    return [_send(message, words, one, now) for one in addresses if one.contact_id not in done]


def _addresses(message: Message, letter: Letter) -> list[Address]:
    """Contacts given to the school, and the person's own address where the letter may go there;
    the same address stands once."""
    found = addresses_of(message.school_id, [message.person_id])
    own = message.person.email if letter.to_own_address and message.person.is_active else ""
    if not own:
        return found
    others = [one for one in found if one.value.casefold() != own.casefold()]
    return [Address(contact_id=OWN_ADDRESS, person_id=message.person_id, value=own), *others]


def _send(message: Message, words: Words, address: Address, now: datetime) -> str:
    note, outcome = "", Outcome.NOT_ALLOWED
    if address.contact_id == OWN_ADDRESS or may_send(address.contact_id):
        try:
            send_mail(words.subject, _text(message, words), None, [address.value])
            outcome = Outcome.SENT
        except (SMTPException, OSError) as error:
            outcome, note = Outcome.FAILED, type(error).__name__
    MessageAttempt.objects.create(
        school_id=message.school_id,
        message=message,
        contact_id=address.contact_id,
        at=now,
        outcome=outcome,
        note=note,
    )
    return outcome


def _text(message: Message, words: Words) -> str:
    return f"{words.text}\n\n{settings.SITE_URL}{message.address}\n"


# ---- the page of notices ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesPage:
    """A person's notices, newest first."""

    messages: Sequence[Message]

    @property
    def unread(self) -> int:
        return sum(message.read_at is None for message in self.messages)


def notices_page(person_id: int) -> NoticesPage:
    """The last hundred, in one statement."""
    return NoticesPage(messages=list(Message.objects.filter(person_id=person_id)[:MOST_SHOWN]))


def message_of(person_id: int, message_id: int) -> Message | None:
    """A message of this person; None for another's."""
    return Message.objects.filter(pk=message_id, person_id=person_id).first()


def mark_read(*, person_id: int, now: datetime, message_id: int | None = None) -> None:
    """The person has seen this message (None: all of them)."""
    asked = Q() if message_id is None else Q(pk=message_id)
    Message.objects.filter(asked, person_id=person_id, read_at=None).update(read_at=now)
