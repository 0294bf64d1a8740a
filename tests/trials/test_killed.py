"""No acknowledged mark is ever lost, none is doubled: the real web server and the real database
are killed with -9 while teachers save (order 2.4; design.md section 4)."""

from __future__ import annotations

import http.client
import json
import os
import queue
import random
import threading
import time
import urllib.parse
import uuid

import psycopg2
import pytest

from tests.trials.house import House
from tools.postgres import OWNER_ROLE

WHOLE = bool(os.environ.get("SOAK"))
SAVES, KILLS = (500, 20) if WHOLE else (60, 3)


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.start()
    yield house
    house.stop()


@pytest.mark.soak
@pytest.mark.clause("2.4")
@pytest.mark.clause("A4 1.4")
def test_no_acknowledged_mark_is_lost_and_none_is_doubled(house):
    scene = house.run("tests.trials.scene", str(SAVES))
    house.wait_until_it_answers()
    work = queue.Queue()
    for number, (lesson, student) in enumerate(scene["cells"]):
        work.put((lesson, student, str(2 + number % 4)))
    acknowledged: dict[tuple[int, int], str] = {}

    browsers = [
        threading.Thread(target=_save_all, args=(house, scene, work, acknowledged), daemon=True)
        for _ in range(4)
    ]
    for browser in browsers:
        browser.start()
    kills = _kill_at_random(house, browsers, acknowledged)
    for browser in browsers:
        browser.join(timeout=120)

    assert kills == KILLS
    assert len(acknowledged) == SAVES
    assert _marks_in(house) == {cell: [value] for cell, value in acknowledged.items()}
    assert _insertions_in(house) == SAVES


def _save_all(house, scene, work, acknowledged):
    """A browser: sends each save with a key of its own and repeats it until it is answered."""
    browser = _Browser(house, scene["session"])
    while True:
        try:
            lesson, student, value = work.get_nowait()
        except queue.Empty:
            return
        key, path = str(uuid.uuid4()), f"/s/{scene['school']}/lessons/{lesson}/cells/{student}/"
        while not browser.save(path, text=value, seen="", request_key=key):
            time.sleep(0.05)
        acknowledged[lesson, student] = value


class _Browser:
    def __init__(self, house, session):
        self.house, self.session, self.token = house, session, "x" * 32
        self.connection = None

    def save(self, path, **fields):
        """Whether the server said that it was saved."""
        body = urllib.parse.urlencode(fields)
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={self.token}",
            "X-CSRFToken": self.token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.house.port, timeout=20
                )
            self.connection.request("POST", path, body, headers)
            answer = self.connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            return False
        if answer.status >= 500:
            return False
        assert answer.status == 200, said[:500]
        return json.loads(said)["text"] == fields["text"]


def _kill_at_random(house, browsers, acknowledged):
    """Kill web and database in turn, each time after some more saves were acknowledged."""
    kills, chance = 0, random.Random(7)
    marks = sorted(chance.sample(range(1, SAVES - 1), KILLS))
    for number, border in enumerate(marks):
        while len(acknowledged) < border and any(browser.is_alive() for browser in browsers):
            time.sleep(0.002)
        if number % 2:
            house.kill_postgres()
        else:
            house.kill_web()
            house.launch_web()
        kills += 1
    return kills


def _rows(house, statement):
    with psycopg2.connect(house.postgres.url(OWNER_ROLE)) as connection:
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall()


def _marks_in(house):
    found = {}
    for lesson, student, points in _rows(
        house, "SELECT lesson_id, student_id, points FROM journal_mark"
    ):
        found.setdefault((lesson, student), []).append(str(points))
    return found


def _insertions_in(house):
    return _rows(house, "SELECT count(*) FROM journal_markevent WHERE pgh_label = 'insert'")[0][0]
