"""Letters on their way: one connection, names that stay, patience that grows."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends import locmem

from core import delivery
from core.models import Message, MessageAttempt, Run
from core.post import Post, letter_id
from core.registry import Letter, letters
from tests import builders as b

pytestmark = pytest.mark.django_db
NOON = b.moscow(b.MONDAY, "12:00")
KIND = "of-a-test"


@pytest.fixture(autouse=True)
def _kind():
    letters[KIND] = Letter(
        subject="Письмо", text="Текст:", may_go=lambda *_asked: True, to_own_address=True
    )
    yield
    del letters[KIND]


@pytest.fixture
def school():
    return b.a_school()


def told(school, number=1, *, made_at=NOON):
    """A message to a teacher who logs in with an address."""
    person = b.a_person(email=f"teacher{number}@example.ru")
    return Message.objects.create(
        school_id=school.pk,
        person=person,
        kind=KIND,
        title="Новость",
        link="/",
        key=f"{KIND}:{number}",
        made_at=made_at,
    )


class Server(locmem.EmailBackend):
    """A mail server in this process that counts connections and closes when it is told to."""

    opened = 0
    refuses: tuple = ()

    def open(self):
        Server.opened += 1

    def send_messages(self, messages):
        if Server.refuses:
            problem, Server.refuses = Server.refuses[0], Server.refuses[1:]
            if problem is not None:
                raise problem
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.core.test_post.Server"
    Server.opened, Server.refuses = 0, ()
    return Server


def test_a_batch_goes_over_one_connection(school, server):
    for number in range(5):
        told(school, number)

    assert delivery.send_waiting(now=NOON) == 5
    assert server.opened == 1


def test_a_connection_that_the_server_closed_is_opened_again_at_once(school, server):
    for number in range(3):
        told(school, number)
    server.refuses = (None, SMTPServerDisconnected("bye"))

    assert delivery.send_waiting(now=NOON) == 3
    assert server.opened == 2


def test_the_same_letter_has_the_same_name_whenever_it_is_sent(school, server, settings):
    settings.SITE_URL = "https://journal.example.ru"
    message = told(school)
    delivery.send_waiting(now=NOON)

    name = mail.outbox[0].extra_headers["Message-ID"]

    assert name == letter_id(message, 0)
    assert name.endswith("@journal.example.ru>")
    assert letter_id(message, 1) != name
    assert mail.outbox[0].message()["Message-ID"] == name


def test_after_each_failure_a_letter_rests_longer(school, server):
    told(school)
    rests, now = [], NOON
    for _ in range(4):
        server.refuses = (ConnectionRefusedError(),)
        delivery.send_batch(now=now)
        message = Message.objects.get()
        rests.append((message.send_at - now) // timedelta(minutes=1))
        assert delivery.send_waiting(now=message.send_at - timedelta(seconds=1)) == 0
        now = message.send_at

    assert rests == [5, 10, 20, 40]
    assert delivery.send_waiting(now=now) == 1


def test_a_server_that_is_away_is_not_asked_for_every_letter(school, server):
    for number in range(6):
        told(school, number, made_at=NOON + timedelta(seconds=number))
    server.refuses = (ConnectionRefusedError(),) * 6

    with pytest.raises(delivery.NothingGoesOut, match="ConnectionRefusedError"):
        delivery.send_for_run(Run(pk=0), NOON)

    assert MessageAttempt.objects.count() == 3
    server.refuses = ()
    assert delivery.send_for_run(Run(pk=0), NOON) == {"sent": 3, "failed": 0}


def test_one_refused_address_stops_nobody_else(school, server):
    for number in range(6):
        told(school, number, made_at=NOON + timedelta(seconds=number))
    server.refuses = (SMTPRecipientsRefused({}),) * 4

    assert delivery.send_for_run(Run(pk=0), NOON) == {"sent": 2, "failed": 4}


def test_what_does_not_fit_into_its_time_waits_for_the_next_batch(school, server, monkeypatch):
    for number in range(3):
        told(school, number)
    monkeypatch.setattr(delivery, "BATCH_SECONDS", -1)

    assert [delivery.send_waiting(now=NOON) for _ in range(4)] == [1, 1, 1, 0]


def test_a_post_that_was_never_used_opens_nothing(server):
    with Post():
        pass

    assert server.opened == 0
