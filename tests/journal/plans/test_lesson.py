"""The lesson takes its topic from the plan: offered, chosen, typed, given in n hours."""

from datetime import timedelta

import pytest

from core.refusal import Refused
from journal.actions.plan_approval import approve_plan, submit_plan
from journal.actions.plan_lines import merge_lines
from journal.actions.plans import replan
from journal.actions.record import write_topic
from journal.models import Homework, LessonRecord, Work
from journal.permissions import LessonHere
from journal.queries.lesson_page import lesson_page
from school.standing import standing_of
from tests.builders import MONDAY, a_class, a_course, a_lesson, a_plan, logged_in, moscow, whole

NOW = moscow(MONDAY, "08:40")
TOPICS = (("А", 1), ("Б", 2), ("В", 1), ("Г", 1))


@pytest.fixture
def plan(course, anna):
    return a_plan(course, *TOPICS, by=anna.person, in_use=True)


@pytest.fixture
def lessons(course):
    """Monday to Friday, one a day."""
    return [a_lesson(course, day=MONDAY + timedelta(days=shift)) for shift in range(5)]


@pytest.fixture
def offer(anna):
    def find(lesson, now=NOW):
        here = standing_of(anna.person).in_school(lesson.school_id)
        thing = LessonHere(here=here, lesson=lesson, teaches=True, holds=True)
        return lesson_page(thing, may_write=True, now=now).plan

    return find


@pytest.fixture
def give(anna):
    def write(lesson, text="", planned=None, seen="", now=NOW):
        more = {} if planned is None else {"planned_topic_id": planned.pk}
        return write_topic(actor=anna.person, lesson=lesson, text=text, seen=seen, now=now, **more)

    return write


def line(plan, title):
    return plan.topics.get(title=title)


def test_the_next_topic_not_yet_given_is_offered(plan, lessons, offer, give):
    first, second, *_rest = lessons
    assert offer(first).next.title == "А"

    give(first, planned=line(plan, "А"))

    assert LessonRecord.objects.get(lesson=first).topic == "А"
    assert offer(first).next is None
    assert offer(first).chosen.title == "А"
    assert offer(second).next.title == "Б"


def test_a_topic_of_two_hours_is_offered_twice(plan, lessons, offer, give):
    first, second, third, *_rest = lessons
    give(first, planned=line(plan, "А"))

    assert offer(second).next.which_hour != ""
    give(second, planned=line(plan, "Б"))
    assert (offer(third).next.title, offer(third).next.given) == ("Б", 1)
    give(third, planned=line(plan, "Б"))

    assert offer(lessons[3]).next.title == "В"


def test_lessons_ahead_are_offered_the_topics_after_those_between(plan, lessons, offer):
    assert [offer(lesson).next.title for lesson in lessons] == ["А", "Б", "Б", "В", "Г"]


def test_a_forgotten_lesson_of_an_earlier_day_does_not_shift_the_offer(plan, lessons, offer):
    tuesday = moscow(MONDAY + timedelta(days=1), "08:40")

    assert offer(lessons[1], now=tuesday).next.title == "А"


def test_after_a_forgotten_lesson_the_plan_goes_on_and_the_forgotten_one_has_its_topic(
    plan, lessons, offer, give
):
    first, forgotten, third, today, _later = lessons
    give(first, planned=line(plan, "А"))
    give(third, planned=line(plan, "Б"))
    thursday = moscow(MONDAY + timedelta(days=3), "08:40")

    assert offer(today, now=thursday).next.title == "Б"
    give(today, planned=line(plan, "Б"), now=thursday)
    assert offer(lessons[4], now=thursday).next.title == "В"
    assert offer(forgotten, now=thursday).next.title == "В"


def test_one_hour_of_a_topic_was_forgotten(plan, lessons, offer, give):
    first, second, _third, today, _later = lessons
    give(first, planned=line(plan, "Б"))
    thursday = moscow(MONDAY + timedelta(days=3), "08:40")

    # «А» was left out and two lessons were forgotten: it may have been theirs
    assert offer(today, now=thursday).next.title == "Б"
    assert offer(second, now=thursday).next.title == "А"


def test_who_went_ahead_is_offered_what_was_left_out(plan, lessons, offer, give):
    give(lessons[0], planned=line(plan, "В"))

    assert offer(lessons[1]).next.title == "А"


def test_what_was_left_out_is_offered_when_nothing_else_is_left(plan, lessons, offer, give):
    first, _forgotten, third, fourth, today = lessons
    give(first, planned=line(plan, "Б"))
    give(third, planned=line(plan, "Б"))
    give(fourth, planned=line(plan, "В"))
    friday = moscow(MONDAY + timedelta(days=4), "08:40")
    assert offer(today, now=friday).next.title == "Г"
    give(today, planned=line(plan, "Г"), now=friday)
    saturday = a_lesson(plan.course, day=MONDAY + timedelta(days=5))

    assert offer(saturday, now=friday).next.title == "А"


def test_a_cancelled_lesson_gives_its_topic_back(plan, lessons, offer, give):
    first, second, *_rest = lessons
    give(first, planned=line(plan, "А"))
    first.state = "cancelled"
    first.save()

    assert offer(second).next.title == "А"


def test_after_the_last_topic_nothing_is_offered(plan, course, lessons, offer, give):
    for lesson, title in zip(lessons, "АББВГ", strict=True):
        give(lesson, planned=line(plan, title))

    extra = a_lesson(course, day=MONDAY, number=5)

    assert offer(extra).next is None
    assert [one.title for one in offer(extra).lines] == []


def test_the_words_may_be_changed_and_the_line_stays(plan, lessons, give):
    first = lessons[0]
    give(first, planned=line(plan, "А"))

    record = give(first, text="А, иначе", seen="А")

    assert (record.topic, record.planned_topic) == ("А, иначе", line(plan, "А"))


def test_an_emptied_topic_leaves_the_plan(plan, lessons, give, offer):
    first = lessons[0]
    give(first, planned=line(plan, "А"))

    record = give(first, text="", seen="А")

    assert (record.topic, record.planned_topic_id, record.topic_at) == ("", None, None)
    assert offer(first).next.title == "А"


def test_words_typed_just_as_in_the_plan_count_as_chosen(plan, lessons, give):
    assert give(lessons[0], text="б").planned_topic == line(plan, "Б")
    assert give(lessons[1], text="Своя тема").planned_topic is None


def test_of_many_equal_topics_the_first_not_given_is_meant(course, anna, lessons, give):
    plan = a_plan(course, ("Край", 1), ("Край", 1), by=anna.person, in_use=True)
    one, two = plan.topics.order_by("position")

    assert give(lessons[0], text="Край").planned_topic == one
    assert give(lessons[1], text="Край").planned_topic == two


def test_a_topic_of_another_course_is_refused(school, boris, plan, lessons, give):
    other = a_course(group=whole(a_class(school, letter="Б")), teacher=boris)
    theirs = a_plan(other, by=boris.person, in_use=True)

    with pytest.raises(Refused) as said:
        give(lessons[0], planned=theirs.topics.first())

    assert (said.value.code, said.value.field) == ("no_topic", "planned")


def test_what_was_given_is_known_in_the_next_version(
    course, anna, boris, plan, lessons, give, offer
):
    give(lessons[0], planned=line(plan, "А"))
    new = replan(actor=anna.person, course=course, reason="Карантин", now=NOW)
    merge_lines(
        actor=anna.person,
        plan=new,
        line_ids=[line(new, "Б").pk, line(new, "В").pk],
        hours=1,
        now=NOW,
    )
    submit_plan(actor=anna.person, plan=new, now=NOW)
    assert offer(lessons[1]).next.title == "Б"

    approve_plan(actor=boris.person, plan=new, now=NOW)

    assert offer(lessons[0]).chosen.title == "А"
    assert offer(lessons[1]).next.title == "Б. В"


def test_a_topic_longer_than_a_lessons_is_cut(course, anna, lessons, offer, give):
    plan = a_plan(course, ("я" * 900, 1), by=anna.person, in_use=True)

    assert give(lessons[0], planned=plan.topics.first()).topic == "я" * 500
    assert offer(lessons[0]).chosen.words == "я" * 500


def post(anna, lesson, **said):
    seen = {"seen-topic": "", "seen-homework": "", "seen-planned": "", "topic": "", "homework": ""}
    place = f"/s/{lesson.school_id}/lessons/{lesson.pk}/"
    names = {name.replace("_", "-"): value for name, value in said.items()}
    return logged_in(anna.person).post(place, seen | names)


def test_without_javascript_one_button_takes_the_topic_another_the_homework_a_third_the_work(
    anna, plan, lessons, kind, time_machine
):
    time_machine.move_to(NOW)
    first = line(plan, "А")

    assert post(anna, lessons[0], take_topic=first.pk).status_code == 302
    answer = post(
        anna, lessons[0], topic="А", seen_topic="А", planned=first.pk, seen_planned=first.pk,
        take_homework="1", plan_homework="§ 5",
    )  # fmt: skip
    assert answer.status_code == 302
    post(
        anna, lessons[0], topic="А", seen_topic="А", homework="§ 5", seen_homework="§ 5",
        planned=first.pk, seen_planned=first.pk, plan_work=kind("Тест").pk, plan_work_title="А",
    )  # fmt: skip

    record = LessonRecord.objects.get(lesson=lessons[0])
    assert (record.topic, record.planned_topic) == ("А", first)
    assert Homework.objects.get(given_at=lessons[0]).text == "§ 5"
    assert (Work.objects.get().kind, Work.objects.get().title) == (kind("Тест"), "А")


def test_the_page_offers_work_and_homework_of_the_topic_until_they_are_there(
    anna, plan, lessons, kind, offer
):
    first = line(plan, "А")
    first.control_kind, first.homework = kind("Контрольная работа"), "§ 7"
    first.save()

    assert (offer(lessons[0]).kind.name, offer(lessons[0]).homework) == (
        "Контрольная работа",
        "§ 7",
    )
    Work.objects.create(
        school=plan.school, course=plan.course, lesson=lessons[0], kind=first.control_kind,
        weight=1, days_for_results=7, made_at=NOW, made_by=anna.person,
    )  # fmt: skip
    assert offer(lessons[0]).kind is None
