"""Files that come with homework: attached, taken away, opened by those concerned alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from core.files import brought, forget_orphans
from core.models import StoredFile
from core.refusal import Refused
from journal.actions.homework import (
    Task,
    set_homework,
    set_homework_for_some,
    take_back_for_some,
)
from journal.actions.homework_files import attach_files, take_file_away
from journal.models import Homework, HomeworkFile, LessonRecord
from tests import files as f
from tests.builders import MONDAY, a_course, a_lesson, logged_in, moscow, students_of

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(moscow(MONDAY, "08:50")):
        yield


@pytest.fixture
def attach(anna, lesson, during):
    def attach(*names, homework=None, **more):
        files = [brought(f.an_upload(name, f.GOOD.get(name, f.PDF))) for name in names]
        return attach_files(
            actor=anna.person,
            lesson=lesson,
            files=files,
            homework_id=homework and homework.pk,
            now=during,
            **more,
        )

    return attach


@pytest.fixture
def url(lesson):
    def url(name, *args):
        return reverse(f"journal:{name}", args=[lesson.school_id, lesson.pk, *args])

    return url


def names(homework):
    return [hung.file.name for hung in homework.files.all()]


@pytest.mark.clause("2.4")
def test_files_hang_on_homework_in_their_order(anna, lesson, during, attach):
    set_homework(actor=anna.person, lesson=lesson, task=Task(text="№ 5"), seen="", now=during)

    attach("план.pdf", "карта.png")
    homework = attach("слова.txt")

    assert homework.text == "№ 5"
    assert names(homework) == ["план.pdf", "карта.png", "слова.txt"]


@pytest.mark.clause("2.3.2")
def test_a_file_alone_is_homework_entered_at_that_moment(lesson, during, attach):
    homework = attach("план.pdf")

    assert homework.text == gettext("See the attached file.")
    assert LessonRecord.objects.get().homework_at == during


def test_a_file_takes_the_words_typed_so_far(attach):
    assert attach("план.pdf", text=" Параграф 4 ").text == "Параграф 4"


def test_emptied_words_do_not_throw_files_away(anna, lesson, during, attach):
    attach("план.pdf", text="Параграф 4")

    homework = set_homework(
        actor=anna.person, lesson=lesson, task=Task(text=""), seen="Параграф 4", now=during
    )

    assert names(homework) == ["план.pdf"]
    assert homework.text == gettext("See the attached file.")
    assert LessonRecord.objects.get().homework_at == during


def test_at_most_ten_files_come_with_one_homework(attach):
    attach(*(f"план {n}.pdf" for n in range(10)))

    with pytest.raises(Refused) as refused:
        attach("план 11.pdf")

    assert (refused.value.code, refused.value.field) == ("too_many_files", "files")
    assert HomeworkFile.objects.count() == 10


def test_a_file_is_taken_away_once_and_its_bytes_stay_for_days(anna, lesson, during, attach):
    homework = attach("план.pdf")
    pk = homework.files.get().pk

    for _ in range(2):
        take_file_away(actor=anna.person, lesson=lesson, file_id=pk, now=during)

    assert names(homework) == []
    assert StoredFile.objects.count() == 1
    assert forget_orphans(now=timezone.now()) == 0


def test_a_file_of_a_homework_taken_back_goes_after_its_days(anna, lesson, during, attach):
    student = students_of(lesson.course.group)[0]
    own = set_homework_for_some(
        actor=anna.person,
        lesson=lesson,
        student_ids=[student.pk],
        task=Task(text="Карточка"),
        now=during,
    )
    attach("план.pdf", homework=own)
    attach("карта.png")
    take_back_for_some(actor=anna.person, lesson=lesson, homework_id=own.pk, now=during)

    forget_orphans(now=timezone.now() + timedelta(days=20_000), days=31)

    assert [one.name for one in StoredFile.objects.all()] == ["карта.png"]


def test_a_rewritten_variant_knows_of_other_hands(anna, lesson, during):
    student = students_of(lesson.course.group)[0]
    given = {"actor": anna.person, "lesson": lesson, "student_ids": [student.pk], "now": during}
    own = set_homework_for_some(task=Task(text="Карточка 1"), **given)
    set_homework_for_some(
        task=Task(text="Карточка 2"), homework_id=own.pk, seen="Карточка 1", **given
    )

    with pytest.raises(Refused) as refused:
        set_homework_for_some(
            task=Task(text="Карточка 3"), homework_id=own.pk, seen="Карточка 1", **given
        )

    assert refused.value.code == "changed_meanwhile"
    assert Homework.objects.get().text == "Карточка 2"


def test_one_lesson_may_have_several_variants(anna, lesson, during, url):
    first, second, third = students_of(lesson.course.group)
    client = logged_in(anna.person)

    client.post(url("homework_for_some"), {"text": "Вариант 1", "students": [first.pk, second.pk]})
    client.post(url("homework_for_some"), {"text": "Вариант 2", "students": [third.pk]})
    one, two = Homework.objects.order_by("pk")
    answer = client.post(
        url("homework_variant", two.pk),
        {"text": "Вариант 2, проще", "seen": "Вариант 2", "students": [third.pk], "minutes": "15"},
    )
    back = client.post(url("homework_back", one.pk), {"text": ""})

    assert answer.json()["text"] == "Вариант 2, проще"
    assert back.status_code == 200
    assert [(h.text, h.minutes) for h in Homework.objects.all()] == [("Вариант 2, проще", 15)]


def test_an_upload_answers_the_list_as_it_is_now(anna, url):
    client = logged_in(anna.person)

    answer = client.post(url("homework_files"), {"files": f.an_upload("план.pdf", f.PDF)})

    hung = HomeworkFile.objects.get()
    there = url("homework_file", hung.pk)
    assert answer.status_code == 200
    assert f'href="{there}"' in answer.json()["html"]
    assert "<html" not in answer.json()["html"]
    opened = client.get(there)
    assert b"".join(opened.streaming_content) == f.PDF
    away = client.post(url("homework_file_away", hung.pk))
    assert away.json()["html"].strip() == ""
    assert client.get(there).status_code == 404


def test_an_upload_sent_twice_is_attached_once(anna, url):
    client = logged_in(anna.person)
    key = "0191d2a4-0000-7000-8000-000000000001"

    for _ in range(2):
        body = {"files": f.an_upload("план.pdf", f.PDF), "request_key": key}
        assert client.post(url("homework_files"), body).status_code == 200

    assert HomeworkFile.objects.count() == StoredFile.objects.count() == 1


def test_a_hostile_upload_is_told_in_words_and_nothing_is_kept(anna, url):
    answer = logged_in(anna.person).post(
        url("homework_files"), {"files": f.an_upload("план.pdf", f.EXE)}
    )

    assert answer.status_code == 422
    assert answer.json()["field"] == "files"
    assert "план.pdf" in answer.json()["message"]
    assert not StoredFile.objects.exists()
    assert not Homework.objects.exists()


def test_a_file_of_another_lesson_does_not_exist(anna, school, attach, during):
    homework = attach("план.pdf")
    other = a_lesson(
        a_course(group=homework.course.group, subject="Физика", teacher=anna), number=3
    )
    pk = homework.files.get().pk
    client = logged_in(anna.person)

    assert (
        client.get(reverse("journal:homework_file", args=[school.pk, other.pk, pk])).status_code
        == 404
    )
    take_file_away(actor=anna.person, lesson=other, file_id=pk, now=during)
    assert HomeworkFile.objects.count() == 1


def test_where_it_is_due_the_teacher_opens_it_too(anna, lesson, course, attach, school):
    following = a_lesson(course, day=TUESDAY)
    homework = attach("план.pdf")

    answer = logged_in(anna.person).get(
        reverse("journal:homework_file", args=[school.pk, following.pk, homework.files.get().pk])
    )

    assert homework.due_lesson == following
    assert answer.status_code == 200


def test_the_plain_form_attaches_changes_and_takes_away(anna, lesson, url):
    first, second, _third = students_of(lesson.course.group)
    client, page = logged_in(anna.person), url("lesson")
    client.post(
        page,
        {
            "homework": "№ 5",
            "seen-homework": "",
            "files": [f.an_upload("план.pdf", f.PDF), f.an_upload("карта.png", f.png())],
            "some_text": "Карточка",
            "students": [first.pk],
            "some_minutes": "10",
        },
    )
    common = Homework.objects.get(is_individual=False)
    own = Homework.objects.get(is_individual=True)
    prefix = f"some-{own.pk}-"
    answer = client.post(
        page,
        {
            "homework": "№ 5",
            "seen-homework": "№ 5",
            "seen-rest": "|||",
            "due_day": "2025-09-10",
            "minutes": "25",
            f"{prefix}text": "Карточка",
            f"seen-{prefix}text": "Карточка",
            f"{prefix}seen-rest": f"||10|{first.pk}",
            f"{prefix}minutes": "10",
            f"{prefix}students": [second.pk],
            f"files-{own.pk}": f.an_upload("слова.txt", f.TEXT),
            "gone": common.files.first().pk,
        },
    )

    assert answer.status_code == 302
    common.refresh_from_db()
    assert (f"{common.due_day}", common.minutes, names(common)) == ("2025-09-10", 25, ["карта.png"])
    assert [r.student_id for r in own.recipients.all()] == [second.pk]
    assert names(own) == ["слова.txt"]
    assert client.post(page, {"back": own.pk}).status_code == 302
    assert not Homework.objects.filter(is_individual=True).exists()


def test_the_plain_form_tells_what_is_wrong_with_a_file_and_keeps_the_rest(anna, url):
    answer = logged_in(anna.person).post(
        url("lesson"),
        {"homework": "№ 5", "seen-homework": "", "files": f.an_upload("игра.exe", f.EXE)},
    )

    assert answer.status_code == 422
    assert "игра.exe" in answer.content.decode()
    assert Homework.objects.get().text == "№ 5"


def test_a_due_lesson_far_ahead_is_not_shown_as_the_next(anna, lesson, course, during, url):
    later = [a_lesson(course, day=MONDAY + timedelta(days=7 * n)) for n in range(1, 9)]
    set_homework(
        actor=anna.person,
        lesson=lesson,
        task=Task(text="Проект", due_lesson_id=later[-1].pk),
        seen="",
        now=during,
    )

    page = logged_in(anna.person).get(url("lesson")).content.decode()

    assert f'<option value="{later[-1].pk}" selected>' in page
