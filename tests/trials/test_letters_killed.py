"""Nothing that the clock does is lost or doubled while its workers die: the real Valkey, worker,
beat and a mail server; kill -9 of the worker with all its children, or of one child alone."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import random
import re
import time
from collections import Counter
from io import BytesIO

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from pypdf import PdfReader

from tests.trials.house import House, free_port
from tools import process
from tools.postgres import OWNER_ROLE

WHOLE = bool(os.environ.get("SOAK"))
LETTERS, REPORTS, KILLS = (2000, 300, 20) if WHOLE else (100, 12, 2)
PATIENCE = 900 if WHOLE else 120
CODES = "SELECT code FROM diary_paperreport"
CELERY = ("celery", "-A", "tests.trials.clockwork")


class Postman:
    """A mail server that remembers each letter it answered for."""

    def __init__(self):
        self.names = []

    async def handle_DATA(self, server, session, envelope):
        name = next(
            line.split(b":", 1)[1].strip().decode()
            for line in envelope.content.splitlines()
            if line.lower().startswith(b"message-id:")
        )
        self.names.append(name)
        await asyncio.sleep(0.01)
        return "250 OK"


@pytest.fixture
def postman():
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    postman = Postman()
    controller = Controller(postman, hostname="127.0.0.1", port=free_port())
    controller.start()
    postman.port = controller.port
    yield postman
    controller.stop()


@pytest.fixture
def house(tmp_path, postman):
    house = House(tmp_path)
    house.start(
        with_web=False,
        CELERY_REAL="1",
        EMAIL_URL=f"smtp://127.0.0.1:{postman.port}",
        DEFAULT_FROM_EMAIL="journal@example.ru",
        MEDIA_ROOT=str(tmp_path / "files"),
    )
    yield house
    house.stop()


@pytest.mark.soak
@pytest.mark.clause("A5 1")
@pytest.mark.clause("A5 2")
def test_no_letter_is_lost_and_no_report_is_doubled_while_workers_die(house, postman):
    launch_worker(house)
    house.launch("beat", *CELERY, "beat", "--pidfile", "", "--schedule", str(house.folder / "beat"))
    expected = house.run("tests.trials.clockwork", str(LETTERS), str(REPORTS))["letters"]

    kill_at_random(house, postman)
    wait_until_all_is_done(house, postman)

    came = Counter(postman.names)
    assert set(came) == set(expected)
    assert sum(came.values()) - LETTERS <= KILLS
    assert rows(house, "SELECT outcome, count(*) FROM core_messageattempt GROUP BY 1") == [
        ("sent", LETTERS)
    ]
    reports = "SELECT count(*), count(DISTINCT guardianship_id) FROM diary_paperreport"
    assert rows(house, reports) == [(REPORTS, REPORTS)]
    assert codes_on_paper(house) == {code for (code,) in rows(house, CODES)}
    assert rows(house, "SELECT count(*) FROM core_run WHERE state = 'failed'") == [(0,)]


def launch_worker(house):
    arguments = ("--concurrency", "2", "--without-gossip", "--without-mingle")
    house.launch("worker", *CELERY, "worker", *arguments, "--loglevel", "warning")


def kill_at_random(house, postman):
    """Each kill comes after some more was done; every third takes one child alone."""
    chance = random.Random(7)
    for number, border in enumerate(sorted(chance.sample(range(1, LETTERS + REPORTS // 2), KILLS))):
        wait_for(lambda border=border: done(house, postman) >= border, house)
        time.sleep(chance.random() * 0.05)
        if number % 3 == 2:
            house.kill_a_child("worker", chance)
        else:
            house.kill("worker")
            launch_worker(house)


def done(house, postman):
    return len(set(postman.names)) + rows(house, "SELECT count(*) FROM diary_paperreport")[0][0]


def wait_until_all_is_done(house, postman):
    wait_for(lambda: done(house, postman) == LETTERS + REPORTS, house)
    left = "SELECT count(*) FROM diary_paperbatch WHERE state <> 'done'"
    unsettled = "SELECT count(*) FROM core_message WHERE settled_at IS NULL"
    wait_for(lambda: rows(house, left) == rows(house, unsettled) == [(0,)], house)


def codes_on_paper(house):
    """Of all sheets to be printed; each file is the one whose hash stands in its row."""
    found = set()
    for name, sha256 in rows(house, "SELECT file, sha256 FROM diary_paperbatch"):
        body = (house.folder / "files" / name).read_bytes()
        assert hashlib.sha256(body).hexdigest() == sha256
        for page in PdfReader(BytesIO(body)).pages:
            found |= set(
                re.findall(r"Код(\d{12})|Code(\d{12})", "".join(page.extract_text().split()))
            )
    return {russian or english for russian, english in found}


def wait_for(is_so, house):
    border = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > border:
            raise TimeoutError(process.last_lines(house.folder / "worker.log", 40))
        time.sleep(0.02)


def rows(house, statement):
    with psycopg2.connect(house.postgres.url(OWNER_ROLE)) as connection:
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall()
