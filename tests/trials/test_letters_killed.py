"""Nothing that the clock does is lost or doubled while its workers die: the real Valkey, worker,
beat and a mail server; kill -9 of the worker with all its children, or of one child alone."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter

import psycopg2
import pytest
from aiosmtpd.controller import Controller

from tests.trials.house import House, free_port
from tools import process
from tools.postgres import OWNER_ROLE

WHOLE = bool(os.environ.get("SOAK"))
LETTERS, SHEETS, KILLS = (2000, 300, 20) if WHOLE else (100, 30, 2)
PATIENCE = 900 if WHOLE else 120
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
        await asyncio.sleep(0.005)
        return "250 OK"


@pytest.fixture
def postman():
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
    )
    yield house
    house.stop()


@pytest.mark.soak
@pytest.mark.clause("A5 2")
def test_no_letter_is_lost_and_no_report_is_doubled_while_workers_die(house, postman):
    launch_worker(house)
    house.launch("beat", *CELERY, "beat", "--pidfile", "", "--schedule", str(house.folder / "beat"))
    expected = house.run("tests.trials.clockwork", str(LETTERS), str(SHEETS))["letters"]

    kill_at_random(house, postman)
    wait_until_all_is_done(house, postman)

    came = Counter(postman.names)
    assert set(came) == set(expected)
    assert sum(came.values()) - LETTERS <= KILLS
    assert rows(house, "SELECT outcome, count(*) FROM core_messageattempt GROUP BY 1") == [
        ("sent", LETTERS)
    ]
    assert rows(
        house,
        "SELECT count(*), count(DISTINCT about_id) FROM core_message WHERE kind = 'trial-sheet'",
    ) == [(SHEETS, SHEETS // 30)]
    assert rows(house, "SELECT count(*) FROM core_run WHERE state = 'failed'") == [(0,)]


def launch_worker(house):
    arguments = ("--concurrency", "2", "--without-gossip", "--without-mingle")
    house.launch("worker", *CELERY, "worker", *arguments, "--loglevel", "warning")


def kill_at_random(house, postman):
    """Each kill comes after some more letters; every third takes one child alone."""
    chance = random.Random(7)
    for number, border in enumerate(sorted(chance.sample(range(1, LETTERS - 5), KILLS))):
        wait_for(lambda border=border: len(postman.names) >= border, house)
        time.sleep(chance.random() * 0.05)
        if number % 3 == 2:
            house.kill_a_child("worker", chance)
        else:
            house.kill("worker")
            launch_worker(house)


def wait_until_all_is_done(house, postman):
    wait_for(lambda: len(set(postman.names)) == LETTERS, house)
    left = "SELECT count(*) FROM core_run WHERE work LIKE 'trial%' AND state <> 'done'"
    unsettled = "SELECT count(*) FROM core_message WHERE settled_at IS NULL"
    wait_for(lambda: rows(house, left) == rows(house, unsettled) == [(0,)], house)


def wait_for(is_so, house):
    border = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > border:
            raise TimeoutError(process.last_lines(house.folder / "worker.log", 40))
        time.sleep(0.01)


def rows(house, statement):
    with psycopg2.connect(house.postgres.url(OWNER_ROLE)) as connection:
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall()
