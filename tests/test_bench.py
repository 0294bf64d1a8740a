"""What the bench counts and chooses; its figures are not tested here."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from bench.client import pasting, reading, saving
from bench.middleware import HEADER, CountStatements
from bench.places import Place, environment_of, places


@pytest.mark.django_db
def test_statements_are_counted_and_transactions_are_not(rf):
    def view(_request):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT 2")
        return HttpResponse("ok")

    assert CountStatements(view)(rf.get("/")).headers[HEADER] == "2"


def test_the_district_is_small_unless_asked_for(monkeypatch):
    monkeypatch.delenv("DISTRICT", raising=False)
    assert [(one.scale, one.schools, one.students) for one in places()] == [
        ("school", 1, 1000),
        ("district", 3, 300),
    ]
    monkeypatch.setenv("DISTRICT", "45")
    assert places()[1].schools * places()[1].students == 40_500
    monkeypatch.setenv("DISTRICT", "0")
    assert [one.scale for one in places()] == ["school"]


def test_each_place_has_its_own_database_and_cache():
    services = {
        "DATABASE_URL": "postgresql://ej_web:p@%2Ftmp%2Fej-1/journal",
        "REDIS_URL": "redis://:word@127.0.0.1:6379/0",
    }

    own = environment_of(Place(scale="school", schools=1, students=1, cache=5), services)

    assert own["DATABASE_URL"] == "postgresql://ej_web:p@%2Ftmp%2Fej-1/bench_school"
    assert own["REDIS_URL"] == "redis://:word@127.0.0.1:6379/5"


def test_a_writer_says_what_stood_there_and_names_each_request():
    make = saving("/cell/", {"sessionid": "s", "csrftoken": "t"})

    first, second = make()[3].decode(), make()[3].decode()

    assert first.startswith("text=4&seen=&request_key=")
    assert second.startswith("text=5&seen=4&request_key=")
    assert first[-36:] != second[-36:]


def test_a_reader_shows_the_session():
    method, url, headers, body = reading("/empty/", {"sessionid": "s"})()

    assert (method, url, headers["Cookie"], body) == ("GET", "/empty/", "sessionid=s", None)


def test_a_paste_says_what_stood_in_every_cell():
    block = {"url": "/cells/", "session": {"sessionid": "s", "csrftoken": "t"}, "cells": [(1, 2)]}
    make = pasting(block)

    first, second = (parse_qs(make()[3].decode())["cells"][0] for _ in range(2))

    assert first == '[[1, 2, "4", "", null, null]]'
    assert second == '[[1, 2, "5", "4", null, null]]'
