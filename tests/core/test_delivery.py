"""Delivery: told once, sent only where it may go, every attempt on record (App. 5 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from consent.models import Contact
from core import delivery
from core.delivery import News
from core.models import Message, MessageAttempt
from core.post import Post
from core.registry import Letter, Words, letters
from school.models import Student
from tests.builders import (
    MONDAY,
    a_class,
    a_guardian,
    a_message,
    a_school,
    a_student,
    an_employee,
    logged_in,
    moscow,
    sign_papers,
)

pytestmark = pytest.mark.django_db
NOON = moscow(MONDAY, "12:00")


@pytest.fixture
def ilya() -> Student:
    return a_student(a_class(a_school(), students=0))


@pytest.fixture
def mother(ilya):
    guardianship = a_guardian(ilya)
    sign_papers(guardianship, by=an_employee(ilya.school).person)
    return guardianship


def an_address(guardianship, *, confirmed: bool = True, value: str = "mother@example.ru"):
    return Contact.objects.create(
        school=guardianship.school,
        person=guardianship.guardian,
        kind="email",
        value=value,
        basis="7" if confirmed else "",
        entered_at=NOON,
        entered_by=guardianship.guardian,
        confirmed_at=NOON if confirmed else None,
    )


def outcomes() -> list[str]:
    return list(MessageAttempt.objects.order_by("pk").values_list("outcome", flat=True))


def test_the_same_news_told_twice_stands_once(mother, ilya):
    news = News(
        school_id=ilya.school_id,
        person_id=mother.guardian_id,
        kind="forecast",
        title="Прогноз",
        link="/",
        key="forecast:1:2025-09-08",
    )

    assert delivery.tell([news, news], now=NOON) == 1
    assert delivery.tell([news], now=NOON) == 0
    assert Message.objects.count() == 1


@pytest.mark.clause("A5 4")
def test_a_letter_goes_to_a_confirmed_address_and_names_neither_child_nor_mark(mother, ilya):
    an_address(mother)
    message = a_message(mother.guardian, about=ilya)

    assert delivery.send_waiting(now=NOON) == 1

    (letter,) = mail.outbox
    assert letter.to == ["mother@example.ru"]
    assert f"/s/{ilya.school_id}/diary/{ilya.pk}/forecast/{message.pk}/" in letter.body
    said = letter.subject + letter.body
    assert ilya.person.first_name not in said
    assert "4,20" not in said
    assert outcomes() == ["sent"]


@pytest.mark.clause("A5 4")
def test_nothing_goes_to_an_unconfirmed_address(mother, ilya):
    an_address(mother, confirmed=False)
    a_message(mother.guardian, about=ilya)

    delivery.send_waiting(now=NOON)

    assert mail.outbox == []
    assert outcomes() == ["not_allowed"]


@pytest.mark.clause("2.6")
def test_nothing_goes_once_a_paper_was_withdrawn(mother, ilya):
    an_address(mother)
    a_message(mother.guardian, about=ilya)
    consent = mother.consents.get()
    consent.ended_on, consent.ended_at, consent.ended_by = MONDAY, NOON, mother.guardian
    consent.save()

    delivery.send_waiting(now=NOON)

    assert (mail.outbox, outcomes()) == ([], [])
    assert Message.objects.get().settled_at == NOON


def test_a_letter_is_sent_once(mother, ilya):
    an_address(mother)
    message = a_message(mother.guardian, about=ilya)
    delivery.send_waiting(now=NOON)

    assert delivery.send_waiting(now=NOON) == 0
    assert delivery.send_letters(message_id=message.pk, now=NOON) == 0
    assert len(mail.outbox) == 1


def test_what_was_read_already_needs_no_letter(mother, ilya):
    an_address(mother)
    message = a_message(mother.guardian, about=ilya)
    delivery.mark_read(person_id=mother.guardian_id, now=NOON, message_id=message.pk)

    delivery.send_waiting(now=NOON)

    assert mail.outbox == []


def test_a_mail_server_that_is_down_is_tried_again_for_two_days(mother, ilya, monkeypatch):
    an_address(mother)
    a_message(mother.guardian, about=ilya)

    def down(*args: object, **kwargs: object) -> None:
        raise SMTPException

    with monkeypatch.context() as patch:
        patch.setattr(Post, "send", down)
        delivery.send_waiting(now=NOON)
        assert Message.objects.get().settled_at is None
    delivery.send_waiting(now=NOON + timedelta(minutes=5))

    assert outcomes() == ["failed", "sent"]
    assert len(mail.outbox) == 1


def test_after_two_days_a_letter_is_given_up(mother, ilya, monkeypatch):
    an_address(mother)
    a_message(mother.guardian, about=ilya)

    def down(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(Post, "send", down)
    delivery.send_waiting(now=NOON + timedelta(days=2))

    assert Message.objects.get().settled_at is not None
    assert MessageAttempt.objects.get().note == "ConnectionRefusedError"


def test_an_attempt_can_be_neither_changed_nor_deleted(mother, ilya):
    an_address(mother)
    a_message(mother.guardian, about=ilya)
    delivery.send_waiting(now=NOON)

    for change in (
        lambda: MessageAttempt.objects.update(outcome="failed"),
        lambda: MessageAttempt.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_page_shows_own_notices_and_opening_one_marks_it_read(
    mother, ilya, django_assert_num_queries
):
    father = a_guardian(ilya, last="Петров", first="Пётр")
    mine, his = a_message(mother.guardian, about=ilya), a_message(father.guardian, about=ilya)
    browser = logged_in(mother.guardian)
    browser.get("/notices/")

    with django_assert_num_queries(3):
        page = browser.get("/notices/")

    assert page.content.count(b"notices__open") == 1
    assert browser.post(f"/notices/{his.pk}/open/").status_code == 404
    assert browser.post(f"/notices/{mine.pk}/open/").url == mine.address
    mine.refresh_from_db()
    his.refresh_from_db()
    assert mine.read_at is not None
    assert his.read_at is None


def test_the_menu_counts_what_is_unread_without_a_statement_of_its_own(
    mother, ilya, django_assert_num_queries
):
    a_message(mother.guardian, about=ilya)
    a_message(mother.guardian, about=ilya)
    browser = logged_in(mother.guardian)
    browser.get("/empty/")

    with django_assert_num_queries(2):
        page = browser.get("/empty/").content.decode()

    assert "<b>2</b>" in page


# ---- letters with words of their own ------------------------------------------------------------


@pytest.fixture
def own_words(monkeypatch):
    """A kind of letter for staff, with what the test needs of it."""

    def make(**fields: object) -> None:
        letter = Letter(subject="", text="", may_go=lambda *_asked: True, **fields)
        monkeypatch.setitem(letters, "forecast", letter)

    return make


def a_note_to(person, *, school):
    news = {"title": "Напоминание", "link": "/there/", "key": f"note:{person.pk}"}
    return News(school_id=school.pk, person_id=person.pk, kind="forecast", **news)


def test_a_letter_with_words_of_its_own_asks_for_them_when_it_goes(own_words):
    anna = an_employee(a_school(), email="anna@example.ru")
    own_words(words=lambda _message, _now: Words(subject="5А", text="Тема"), to_own_address=True)
    delivery.tell([a_note_to(anna.person, school=anna.school)], now=NOON)

    delivery.send_waiting(now=NOON)

    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("5А", ["anna@example.ru"])
    assert letter.body.startswith("Тема\n\nhttp")


def test_a_letter_that_has_nothing_left_to_say_does_not_go(own_words):
    anna = an_employee(a_school(), email="anna@example.ru")
    own_words(words=lambda _message, _now: None, to_own_address=True)
    delivery.tell([a_note_to(anna.person, school=anna.school)], now=NOON)

    delivery.send_waiting(now=NOON)

    assert (mail.outbox, Message.objects.get().settled_at) == ([], NOON)


def test_the_address_of_the_login_is_for_letters_to_staff_alone(own_words):
    anna = an_employee(a_school(), email="anna@example.ru")
    own_words()
    delivery.tell([a_note_to(anna.person, school=anna.school)], now=NOON)

    delivery.send_waiting(now=NOON)

    assert mail.outbox == []


def test_letters_rest_in_one_school_and_go_in_another(own_words):
    anna = an_employee(a_school(), email="anna@example.ru")
    vera = an_employee(a_school(name="Школа № 2"), email="vera@example.ru")
    own_words(rests=lambda _now: {anna.school_id}, to_own_address=True)
    news = [a_note_to(one.person, school=one.school) for one in (anna, vera)]
    delivery.tell(news, now=NOON)

    delivery.send_waiting(now=NOON)

    assert [letter.to for letter in mail.outbox] == [["vera@example.ru"]]
    assert Message.objects.get(person=anna.person).settled_at is None


def test_who_wants_no_letters_has_the_notice_alone(own_words):
    anna = an_employee(a_school(), email="anna@example.ru")
    own_words(to_own_address=True)
    delivery.tell([replace(a_note_to(anna.person, school=anna.school), letter=False)], now=NOON)

    delivery.send_waiting(now=NOON)

    assert (mail.outbox, Message.objects.get().settled_at) == ([], NOON)
