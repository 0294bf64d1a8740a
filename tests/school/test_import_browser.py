"""The administrator imports in the browser: hand in, look, confirm."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Job
from school.imports import jobs
from school.imports.actions import look_at_files
from school.imports.jobs import forget_old_imports
from school.models import Student
from tests import builders as b
from tests.imports.sheets import STUDENTS, a_book, a_whole_school
from tests.school.importing import a_school_with_administrator, administrator, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return a_school_with_administrator()


@pytest.fixture
def vera(school):
    return b.logged_in(administrator(school))


def hand_in(client, school, upload, capture, **more: object):
    file = SimpleUploadedFile(upload.name, upload.content)
    with capture(execute=True):
        return client.post(
            reverse("school:import_start", args=[school.pk]),
            {"files": file, "request_key": uuid.uuid4(), **more},
        )


def confirm(client, school, capture, *, key=None):
    job = Job.objects.get()
    with capture(execute=True):
        return client.post(
            reverse("school:import_confirm", args=[school.pk, job.pk]),
            {"request_key": key or uuid.uuid4()},
        )


def test_files_are_looked_at_confirmed_and_written(
    school, vera, tmp_path, django_capture_on_commit_callbacks
):
    answer = hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks)

    job = Job.objects.get()
    assert answer.url == reverse("school:import_job", args=[school.pk, job.pk])
    assert job.result["phase"] == "preview"
    assert Student.objects.count() == 0
    assert len(list(tmp_path.rglob("000"))) == 1
    page = vera.get(answer.url).content.decode()
    assert "Живаго Ника Олеговна, 5А" in page

    confirm(vera, school, django_capture_on_commit_callbacks)

    job.refresh_from_db()
    assert job.result["phase"] == "written"
    assert job.result["preview"]["samples"] == []
    assert Student.objects.count() == 3
    assert list(tmp_path.rglob("000")) == []


def test_a_confirmation_sent_twice_writes_once(school, vera, django_capture_on_commit_callbacks):
    hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks)
    key = uuid.uuid4()

    confirm(vera, school, django_capture_on_commit_callbacks, key=key)
    confirm(vera, school, django_capture_on_commit_callbacks, key=key)
    confirm(vera, school, django_capture_on_commit_callbacks)

    assert Student.objects.count() == 3


def test_a_request_sent_twice_makes_one_import(school, vera, django_capture_on_commit_callbacks):
    key = uuid.uuid4()

    for _time in range(2):
        hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks, request_key=key)

    assert Job.objects.count() == 1


def test_registers_changed_since_the_preview_are_shown_anew(
    school, vera, django_capture_on_commit_callbacks
):
    hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks)
    write(school, a_whole_school())

    confirm(vera, school, django_capture_on_commit_callbacks)

    job = Job.objects.get()
    assert job.result["phase"] == "preview"
    assert job.result["refused"]
    assert job.result["preview"]["changes"] == 0
    assert Student.objects.count() == 3


def test_a_file_with_errors_cannot_be_confirmed(school, vera, django_capture_on_commit_callbacks):
    hand_in(vera, school, a_book("дети.xlsx", Ученики=STUDENTS), django_capture_on_commit_callbacks)

    confirm(vera, school, django_capture_on_commit_callbacks)

    job = Job.objects.get()
    assert job.result["phase"] == "preview"
    assert job.result["preview"]["all_faults"] == 3
    assert Student.objects.count() == 0
    page = vera.get(reverse("school:import_job", args=[school.pk, job.pk])).content.decode()
    assert "дети.xlsx" in page
    assert reverse("school:import_confirm", args=[school.pk, job.pk]) not in page


def test_giving_up_deletes_the_files(school, vera, tmp_path, django_capture_on_commit_callbacks):
    hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks)
    job = Job.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        vera.post(reverse("school:import_give_up", args=[school.pk, job.pk]))

    job.refresh_from_db()
    assert job.result == {
        "phase": "given_up",
        "files": ["school.xlsx"],
        "day": None,
        "language": "ru",
    }
    assert list(tmp_path.rglob("000")) == []


def test_what_is_given_up_while_it_is_looked_at_keeps_no_name(
    school, vera, monkeypatch, django_capture_on_commit_callbacks
):
    def meanwhile(**given: object):
        job = Job.objects.get()
        vera.post(reverse("school:import_give_up", args=[school.pk, job.pk]))
        return look_at_files(**given)

    monkeypatch.setattr(jobs, "look_at_files", meanwhile)
    hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks)

    job = Job.objects.get()
    assert job.result["phase"] == "given_up"
    assert "preview" not in job.result
    jobs.say_failed(job_id=job.pk, now=job.asked_at)
    assert Job.objects.get().result["phase"] == "given_up"


def test_files_that_nobody_confirms_go_after_a_day(
    school, vera, tmp_path, django_capture_on_commit_callbacks
):
    hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks)
    job = Job.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_old_imports(now=job.asked_at) == 0
        assert forget_old_imports(now=job.asked_at.replace(year=job.asked_at.year + 1)) == 1

    assert list(tmp_path.rglob("000")) == []


def test_the_status_is_a_fragment(school, vera, django_capture_on_commit_callbacks):
    hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks)
    job = Job.objects.get()

    page = vera.get(reverse("school:import_status", args=[school.pk, job.pk])).content.decode()

    assert "<html" not in page
    assert 'id="import-status"' in page
    assert "hx-get" not in page


def test_no_file_is_said_at_the_field(school, vera):
    answer = vera.post(
        reverse("school:import_start", args=[school.pk]), {"request_key": uuid.uuid4()}
    )

    assert answer.status_code == 422
    assert "id_files_error" in answer.content.decode()


def test_broken_work_is_said_and_writes_nothing(
    school, vera, tmp_path, django_capture_on_commit_callbacks
):
    hand_in(vera, school, a_whole_school(), django_capture_on_commit_callbacks)
    next(iter(tmp_path.rglob("000"))).unlink()

    with pytest.raises(FileNotFoundError):
        confirm(vera, school, django_capture_on_commit_callbacks)

    assert Job.objects.get().result["phase"] == "failed"
    assert Student.objects.count() == 0


def test_files_too_big_together_are_said_at_the_field(
    school, vera, django_capture_on_commit_callbacks
):
    from core.imports.tables import MOST_BYTES, Upload

    upload = Upload("большой.csv", b"a;b\n" * (MOST_BYTES // 4 + 1))

    answer = hand_in(vera, school, upload, django_capture_on_commit_callbacks)

    assert answer.status_code == 422
    assert "id_files_error" in answer.content.decode()
    assert Job.objects.count() == 0


def test_an_import_of_another_school_is_not_found(school, vera):
    other = b.a_school(name="Школа № 2")
    job = Job.objects.create(
        school_id=other.pk, kind="import_registers", asked_by=administrator(school), result={}
    )

    answer = vera.get(reverse("school:import_job", args=[school.pk, job.pk]))

    assert answer.status_code == 404
