"""A backup is brought back whole into another database, or not at all."""

from __future__ import annotations

import os
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from archive.backup import database
from archive.models import BackupRun
from archive.queries import backups_page
from journal.models import Mark
from schedule.models import Lesson
from tests import builders as b
from tests.files import PDF


@pytest.fixture
def ground(settings, tmp_path, monkeypatch):
    """A small school with a mark, its history and a file; addresses as the operator has them."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_KEY_FILE = tmp_path / "secrets" / "backup.key"
    monkeypatch.setenv("DATABASE_OWNER_URL", address(settings.DATABASES["default"]["NAME"]))
    (tmp_path / "files" / "homework").mkdir(parents=True)
    (tmp_path / "files" / "homework" / "map.txt").write_text("контурная карта")
    return tmp_path


def address(name: str) -> str:
    """The address of a database of the running server, as its owner."""
    of = connection.settings_dict
    host = quote(str(of["HOST"]), safe="")
    user, password = quote(of["USER"]), quote(of["PASSWORD"])
    port = f":{of['PORT']}" if of["PORT"] else ""
    return f"postgresql://{user}:{password}@{host}{port}/{name}"


def a_school_with_marks() -> None:
    anna = b.an_employee(b.a_school(), last="Иванова", first="Анна")
    course = b.a_course(anna.school, teacher=anna)
    lesson = b.a_lesson(course)
    for student in b.students_of(course.group):
        Mark.objects.create(
            school=anna.school,
            lesson=lesson,
            course=course,
            student=student,
            kind=b.a_work_kind(anna.school),
            weight=1,
            scale=course.scale,
            points=5,
            written_at=lesson.starts_at,
            written_by=anna.person,
        )


def the_backup(ground):
    [file] = (ground / "backups").glob("*.backup")
    return file


@pytest.mark.clause("A4 1.1")
@pytest.mark.django_db(transaction=True)
def test_a_backup_comes_back_into_a_fresh_database_with_equal_rows(ground, monkeypatch, settings):
    a_school_with_marks()
    here = os.environ["DATABASE_OWNER_URL"]
    call_command("backup", verbosity=0)
    file, saved = the_backup(ground), _contents(here, without="archive_")
    settings.MEDIA_ROOT = ground / "other-files"

    with database.scratch_database(here) as there:
        monkeypatch.setenv("DATABASE_OWNER_URL", there)
        call_command("restore", str(file))

        assert _contents(there, without="archive_") == saved
        assert saved["journal_mark"][0] == saved["journal_markevent"][0] == 3
        assert (ground / "other-files/homework/map.txt").read_text() == "контурная карта"
        with pytest.raises(CommandError):
            call_command("restore", str(file))


@pytest.mark.clause("A4 1.1")
@pytest.mark.django_db(transaction=True)
def test_files_of_homework_come_back_with_their_bytes(ground, monkeypatch, settings, capsys):
    a_school_with_marks()
    hung = b.a_file_of_homework(Lesson.objects.get())
    lost = b.a_file_of_homework(Lesson.objects.get())
    default_storage.delete(lost.file.file.name)
    here = os.environ["DATABASE_OWNER_URL"]
    call_command("backup", verbosity=0)
    said = capsys.readouterr()
    settings.MEDIA_ROOT = ground / "other-files"

    with database.scratch_database(here) as there:
        monkeypatch.setenv("DATABASE_OWNER_URL", there)
        call_command("restore", str(the_backup(ground)))

    assert "2 files" in said.out
    assert lost.file.file.name in said.err
    assert (ground / "other-files" / hung.file.file.name).read_bytes() == PDF


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_bytes_are_others_is_told_at_the_restore(ground, monkeypatch, settings):
    a_school_with_marks()
    hung = b.a_file_of_homework(Lesson.objects.get())
    (ground / "files" / hung.file.file.name).write_bytes(b"other bytes")
    here = os.environ["DATABASE_OWNER_URL"]
    call_command("backup", verbosity=0)
    settings.MEDIA_ROOT = ground / "other-files"

    with database.scratch_database(here) as there:
        monkeypatch.setenv("DATABASE_OWNER_URL", there)
        with pytest.raises(CommandError, match=hung.file.file.name):
            call_command("restore", str(the_backup(ground)))


def _contents(url, *, without):
    with database.snapshot(url) as (there, _name):
        found = database.contents(there)
    return {name: rows for name, rows in found.items() if not name.startswith(without)}


@pytest.mark.clause("A4 1.1")
@pytest.mark.django_db(transaction=True)
def test_a_rehearsal_is_written_into_the_log(ground):
    a_school_with_marks()
    call_command("backup", verbosity=0)
    run = BackupRun.objects.get()

    call_command("restore", str(the_backup(ground)), "--rehearse")

    run.refresh_from_db()
    assert run.rehearsed_at is not None
    assert run.rehearsal_problem == ""
    assert (run.files, run.file_name) == (1, the_backup(ground).name)
    assert oct(os.stat(the_backup(ground)).st_mode)[-3:] == "600"


@pytest.mark.django_db(transaction=True)
def test_a_damaged_backup_changes_nothing_and_says_so(ground):
    a_school_with_marks()
    call_command("backup", verbosity=0)
    file = the_backup(ground)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    with pytest.raises(CommandError, match=r"(?i)damaged|повреждена"):
        call_command("restore", str(file), "--rehearse")

    assert BackupRun.objects.get().rehearsal_problem
    assert Mark.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_another_key_is_told_from_damage(ground, settings):
    a_school_with_marks()
    call_command("backup", verbosity=0)
    key = ground / "secrets" / "backup.key"
    key.unlink()

    with pytest.raises(CommandError, match=r"backup\.key"):
        call_command("restore", str(the_backup(ground)), "--rehearse")
    key.write_text("QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=\n")
    with pytest.raises(CommandError, match=r"(?i)key|ключ"):
        call_command("restore", str(the_backup(ground)), "--rehearse")


@pytest.mark.django_db(transaction=True)
def test_an_installation_with_people_is_never_overwritten(ground):
    a_school_with_marks()
    call_command("backup", verbosity=0)

    with pytest.raises(CommandError, match=r"(?i)empty|пуст"):
        call_command("restore", str(the_backup(ground)))

    assert Mark.objects.count() == 3


@pytest.mark.django_db
def test_the_log_warns_of_an_old_backup_and_a_missing_rehearsal():
    now = timezone.now()
    empty = backups_page(now=now)
    a_run(made_at=now - timedelta(hours=29))
    fresh = backups_page(now=now)
    stale = backups_page(now=now + timedelta(hours=2))

    assert (empty.is_old, fresh.is_old, stale.is_old) == (True, False, True)
    assert fresh.rehearsal_is_old


@pytest.mark.django_db
def test_the_director_reads_when_a_backup_was_last_restored(client):
    school = b.a_school()
    a_run(made_at=timezone.now(), rehearsed_at=timezone.now())
    director = b.an_employee(school, role="director")

    answer = b.logged_in(director.person).get(f"/s/{school.pk}/archive/backups/")

    assert "journal-1.backup" in answer.content.decode()
    assert answer.context["page"].last_rehearsal is not None


@pytest.mark.django_db
@pytest.mark.parametrize("runs", [1, 20])
def test_the_log_costs_the_same_for_any_number_of_backups(runs, django_assert_num_queries):
    school = b.a_school()
    for number in range(runs):
        a_run(made_at=timezone.now(), file_name=f"journal-{number}.backup")
    client = b.logged_in(b.an_employee(school, role="director").person)
    client.get("/empty/")

    with django_assert_num_queries(3):
        client.get(f"/s/{school.pk}/archive/backups/")


def a_run(**fields) -> BackupRun:
    usual = {
        "file_name": "journal-1.backup",
        "folder": "/backups",
        "size": 1_000_000,
        "sha256": "0" * 64,
        "tables": 80,
        "rows": 5000,
        "files": 1,
        "seconds": 2,
    }
    return BackupRun.objects.create(**usual | fields)
