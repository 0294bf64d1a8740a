"""What holds on every page: language, look, policy, once."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from core.models import AppliedRequest
from core.once import first_time
from core.refusal import Refused, refusing
from school.models import Subject
from tests import builders as b
from tests.village import NOW


@pytest.mark.django_db
def test_pages_are_russian_whatever_the_browser_wishes(client):
    answer = client.get("/look/", headers={"accept-language": "en-US,en"})

    assert answer.headers["Content-Language"] == "ru"
    assert "Вид и крупный шрифт" in answer.content.decode()


@pytest.mark.django_db
def test_the_chosen_look_is_kept(client):
    answer = client.post(
        "/look/", {"theme": "dark", "print": "large", "language": "en", "next": "/gallery/"}
    )

    assert answer.url == "/gallery/"
    page = client.get("/gallery/").content.decode()
    assert '<html lang="en" data-bs-theme="dark" data-print="large">' in page


@pytest.mark.django_db
def test_the_look_leads_nowhere_else(client):
    assert client.post("/look/", {"next": "https://evil.example/"}).url == "/"


@pytest.mark.django_db
def test_nothing_inline_runs_and_nothing_comes_from_elsewhere(client):
    policy = client.get("/gallery/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
@pytest.mark.parametrize("roles", [1, 3])
def test_an_empty_page_costs_two_statements(django_assert_num_queries, roles):
    """The person and their standing; the session comes from the cache."""
    school = b.a_school()
    anna = b.an_employee(school).person
    for _ in range(roles - 1):
        b.give_duty(anna, school, "deputy")
    client = b.logged_in(anna)
    client.get("/empty/")

    with django_assert_num_queries(2):
        client.get("/empty/")


@pytest.mark.django_db
def test_a_request_is_new_only_once():
    anna, key = b.a_person(), uuid.uuid4()

    answers = [first_time(key=key, person_id=anna.pk, now=NOW) for _ in range(3)]

    assert answers == [True, False, False]
    assert AppliedRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_copies_at_the_same_moment_one_is_new():
    anna, key = b.a_person(), uuid.uuid4()
    answers, together = [], threading.Barrier(2)

    def send():
        together.wait()
        with transaction.atomic():
            answers.append(first_time(key=key, person_id=anna.pk, now=NOW))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False, True]


@pytest.mark.django_db
def test_a_named_constraint_becomes_its_refusal():
    school = b.a_school()
    b.a_subject(school)

    with (
        pytest.raises(Refused) as refused,
        refusing(school_subject_once=Refused("exists", "Такой предмет уже есть.", field="name")),
        transaction.atomic(),
    ):
        Subject.objects.create(school=school, name="Математика")

    assert (refused.value.code, refused.value.field) == ("exists", "name")


@pytest.mark.django_db
def test_another_violation_stays_an_error():
    school = b.a_school()
    b.a_subject(school)

    with (
        pytest.raises(IntegrityError),
        refusing(some_other_name=Refused("exists", "…")),
        transaction.atomic(),
    ):
        Subject.objects.create(school=school, name="Математика")
