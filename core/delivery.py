"""Delivery: what is told to a person is a row in the house first, and a letter second.

A message is made once by its key. Letters go out from the rows that wait (`settled_at` empty), so a
broker or a mail server that is down delays and loses nothing. Whether a letter may go is asked at
the moment of sending, of the contact (App. 5 4) and of what the message is about (order 2.6)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation

from core.background.going import progress
from core.models import Message, MessageAttempt, Run
from core.post import Post, letter_id
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
# A message whose letter failed rests 5, 10, 20 … minutes, half a day at most.
FIRST_REST, LONGEST_REST = timedelta(minutes=5), timedelta(hours=12)
MOST_AT_ONCE, BATCH_SECONDS = 5000, 240
# So many failures in a row: the mail server is away, the others wait for the next batch.
GONE_AWAY = 3
MOST_SHOWN = 100

Report = Callable[[int, int], None]


def _untold(_done: int, _total: int) -> None:
    """Nobody waits for this batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempted:
    """How one attempt ended; `note` is the class of what went wrong, `is_away`: it was not this
    letter's fault."""

    outcome: str
    note: str = ""
    is_away: bool = False


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


@dataclass(slots=True)
class Sending:
    """What became of one batch of letters; `away`: how many in a row found no mail server."""

    sent: int = 0
    failed: int = 0
    away: int = 0
    problem: str = ""

    def note(self, outcomes: Sequence[Attempted]) -> None:
        for one in outcomes:
            self.sent += one.outcome == Outcome.SENT
            self.failed += one.outcome == Outcome.FAILED
            self.problem = one.note or self.problem
            if one.outcome != Outcome.NOT_ALLOWED:
                self.away = self.away + 1 if one.is_away else 0


class NothingGoesOut(Exception):
    """No letter of a batch was taken: the mail server is away, or refuses the house."""


def send_for_run(run: Run, now: datetime) -> dict[str, int]:
    """What the clock asks for every minute. Raises NothingGoesOut: the run says so, and comes
    back later each time."""
    sending = send_batch(now=now, report=partial(progress, run))
    if sending.away and not sending.sent:
        raise NothingGoesOut(sending.problem)
    return {"sent": sending.sent, "failed": sending.failed}


def send_waiting(*, now: datetime) -> int:
    """Send letters of messages that wait; returns how many went out."""
    return send_batch(now=now).sent


def send_batch(*, now: datetime, report: Report = _untold) -> Sending:
    """Send letters of messages that wait, oldest first, over one connection; what does not fit
    into its time goes with the next batch. A server that is away is not asked for every letter."""
    ready = Q(send_at=None) | Q(send_at__lte=now)
    waiting = Message.objects.filter(ready, settled_at=None).exclude(_resting(now))
    ids = list(waiting.order_by("made_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    sending, ends = Sending(), time.monotonic() + BATCH_SECONDS
    with Post() as post:
        for number, pk in enumerate(ids, start=1):
            sending.note(_settle(pk, post, now))
            report(number, len(ids))
            if sending.away >= GONE_AWAY or time.monotonic() > ends:
                break
    return sending


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
    """Send one message to every address it may go to; returns how many letters went out."""
    with Post() as post:
        return sum(one.outcome == Outcome.SENT for one in _settle(message_id, post, now))


def _settle(message_id: int, post: Post, now: datetime) -> list[Attempted]:
    """The row is held meanwhile, so two workers never send it both; each attempt stays on record.
    After a failure the message rests, longer each time."""
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        message = (
            Message.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("person")
            .filter(pk=message_id, settled_at=None)
            .first()
        )
        if message is None:
            return []
        attempts = _sent(message, post, now) if message.read_at is None else []
        has_failed = any(one.outcome == Outcome.FAILED for one in attempts)
        if not has_failed or now - message.made_at > GIVE_UP:
            message.settled_at = now
        else:
            message.send_at = now + _rest(message)
        message.save(update_fields=["settled_at", "send_at"])
        return attempts


def _rest(message: Message) -> timedelta:
    failures = message.attempts.filter(outcome=Outcome.FAILED).count()
    return min(FIRST_REST * 2 ** (failures - 1), LONGEST_REST)


def _sent(message: Message, post: Post, now: datetime) -> list[Attempted]:
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
    return [
        _send(message, words, one, post, now) for one in addresses if one.contact_id not in done
    ]


def _addresses(message: Message, letter: Letter) -> list[Address]:
    """Contacts given to the school, and the person's own address where the letter may go there;
    the same address stands once."""
    found = addresses_of(message.school_id, [message.person_id])
    own = message.person.email if letter.to_own_address and message.person.is_active else ""
    if not own:
        return found
    others = [one for one in found if one.value.casefold() != own.casefold()]
    return [Address(contact_id=OWN_ADDRESS, person_id=message.person_id, value=own), *others]


def _send(message: Message, words: Words, address: Address, post: Post, now: datetime) -> Attempted:
    attempted = Attempted(outcome=Outcome.NOT_ALLOWED)
    if address.contact_id == OWN_ADDRESS or may_send(address.contact_id):
        attempted = _posted(message, words, address, post)
    MessageAttempt.objects.create(
        school_id=message.school_id,
        message=message,
        contact_id=address.contact_id,
        at=now,
        outcome=attempted.outcome,
        note=attempted.note,
    )
    return attempted


def _posted(message: Message, words: Words, address: Address, post: Post) -> Attempted:
    try:
        post.send(
            to=address.value,
            subject=words.subject,
            text=_text(message, words),
            name=letter_id(message, address.contact_id),
        )
    except (SMTPException, OSError) as error:
        return Attempted(
            outcome=Outcome.FAILED,
            note=type(error).__name__,
            is_away=not isinstance(error, (SMTPRecipientsRefused, SMTPDataError)),
        )
    return Attempted(outcome=Outcome.SENT)


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
