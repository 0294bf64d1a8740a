"""An excuse says who decided, when and why; taken back it counts no more and stays on record."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from core.refusal import Refused
from schedule.actions.excuses import MOST_DAYS, Excused, excuse, take_back
from schedule.models import Excuse
from tests import builders as b

pytestmark = pytest.mark.django_db
NOW = b.moscow(b.MONDAY, "12:00")
WHOLE_DAY = Excused(first_day=b.MONDAY, last_day=b.MONDAY)


@pytest.fixture
def school():
    return b.a_school()


@pytest.fixture
def zoya(school):
    return b.an_employee(school, role="deputy", last="Завьялова", first="Зоя").person


def excused(zoya, school, **more):
    asked = {"kind": "outage", "words": "Нет связи", "of": [WHOLE_DAY], "now": NOW} | more
    return excuse(actor=zoya, school_id=school.pk, **asked)


def test_one_decision_may_excuse_many_and_each_says_who_and_why(school, zoya):
    lesson = b.a_lesson(b.a_course(school))
    of_lesson = Excused(
        first_day=b.MONDAY, last_day=b.MONDAY, rule="LESSON_SAME_DAY", lesson_id=lesson.pk
    )

    made = excused(zoya, school, of=[WHOLE_DAY, of_lesson, of_lesson], words=" Нет связи ")

    assert [(one.rule, one.lesson_id) for one in made] == [
        ("", None),
        ("LESSON_SAME_DAY", lesson.pk),
    ]
    assert {(one.words, one.decided_by, one.decided_at) for one in made} == {
        ("Нет связи", zoya, NOW)
    }


def test_the_same_request_excuses_once(school, zoya):
    key = uuid4()

    excused(zoya, school, key=key)
    again = excused(zoya, school, key=key)

    assert again == []
    assert Excuse.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"words": " "}, "words_needed"),
        ({"kind": "laziness"}, "kind"),
        ({"of": []}, "nothing"),
        ({"of": [Excused(first_day=b.MONDAY, last_day=date(2025, 9, 7))]}, "order"),
        (
            {"of": [Excused(first_day=b.MONDAY, last_day=b.MONDAY + timedelta(days=MOST_DAYS))]},
            "too_long",
        ),
        ({"of": [Excused(first_day=b.MONDAY, last_day=b.MONDAY, rule="NONE")]}, "rule"),
    ],
)
def test_an_excuse_that_says_too_little_is_refused(school, zoya, more, code):
    with pytest.raises(Refused) as refused:
        excused(zoya, school, **more)

    assert refused.value.code == code
    assert not Excuse.objects.exists()


def test_taken_back_it_keeps_who_took_it_back_first(school, zoya):
    [made] = excused(zoya, school)
    denis = b.an_employee(school, role="director").person

    take_back(actor=denis, excuse=made, now=NOW)
    take_back(actor=zoya, excuse=made, now=NOW + timedelta(hours=1))

    made.refresh_from_db()
    assert (made.ended_at, made.ended_by) == (NOW, denis)
    assert [event.pgh_label for event in made.events.order_by("pgh_id")] == ["insert", "update"]
