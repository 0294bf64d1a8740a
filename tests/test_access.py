"""Every address × every role. An address without a row fails, so nothing is open by oversight.

Each room keeps its rows in `tests/<room>/access.py`:

    ROWS = {"journal:lesson": {"own_teacher": 200, ..., "logged_out": 302}}   # GET
    ROWS = {"POST journal:put_mark": {...}}                                   # POST, empty body
    ARGS = {"journal:mark": lambda village: {"mark_id": ...}}                 # parts of the address

A row may name a group of roles once: see `expand`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import tests
from tests import builders as b
from tests.village import NOW, ROLES, a_village

# Addresses of packages that answer the same to everybody or belong to the person alone are listed
# by their rooms like all others; nothing is left out here.
GROUPS = {
    "everyone": ROLES,
    "staff": (
        "own_teacher",
        "other_teacher",
        "homeroom",
        "deputy",
        "director",
        "administrator",
    ),
    "leaders": ("deputy", "director", "administrator"),
    "teachers": ("own_teacher", "other_teacher"),
    "families": ("student", "guardian", "guardian_no_consent", "guardian_withdrawn"),
    "guardians": ("guardian", "guardian_no_consent", "guardian_withdrawn"),
    "strangers": ("other_school", "coordinator"),
}


def expand(row: dict[str, int]) -> dict[str, int]:
    """Groups first, single roles override."""
    full: dict[str, int] = {}
    for name in sorted(row, key=lambda name: name not in GROUPS):
        for role in GROUPS.get(name, (name,)):
            full[role] = row[name]
    return full


def _tables() -> Iterator[object]:
    for module in pkgutil.walk_packages(tests.__path__, "tests."):
        if module.name.endswith(".access"):
            yield importlib.import_module(module.name)


ROWS: dict[str, dict[str, int]] = {}
ARGS: dict[str, object] = {}
for _table in _tables():
    ROWS |= {key: expand(row) for key, row in _table.ROWS.items()}
    ARGS |= getattr(_table, "ARGS", {})


def _addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            for name, params in _addresses(pattern, namespace):
                yield name, [*pattern.pattern.converters, *params]
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", list(pattern.pattern.converters)


ADDRESSES = dict(_addresses(get_resolver()))


def _name(key: str) -> str:
    return key.removeprefix("POST ")


def test_every_address_has_its_row():
    assert sorted(set(ADDRESSES) - {_name(key) for key in ROWS}) == []


def test_no_row_is_left_of_an_address_that_is_gone():
    assert sorted({_name(key) for key in ROWS} - set(ADDRESSES)) == []


@pytest.mark.parametrize("key", sorted(ROWS))
def test_every_row_names_every_role(key):
    assert sorted(ROWS[key]) == sorted(ROLES)


ROOMS = sorted({_name(key).rpartition(":")[0] or "root" for key in ROWS})


@pytest.mark.django_db
@pytest.mark.clause("2.6")
@pytest.mark.clause("A4 1.5")
@pytest.mark.parametrize("room", ROOMS)
def test_each_role_gets_what_the_rows_of_a_room_say(room):
    with time_machine.travel(NOW):
        village = a_village(students=3)
        sessions = {role: _session(village, role) for role in ROLES}
        wrong = {
            f"{key} as {role}": f"{status}, not {ROWS[key][role]}"
            for key in sorted(ROWS)
            if (_name(key).rpartition(":")[0] or "root") == room
            for role in ROLES
            if (status := _status(village, sessions[role], key)) != ROWS[key][role]
        }

    assert wrong == {}


def _session(village, role):
    """The key of the role's session; logging in once serves all addresses of a room."""
    return "" if role == "logged_out" else b.logged_in(village.people[role]).session.session_key


def _status(village, session, key):
    """What the owner of the session is answered; whatever the answer wrote is undone."""
    name = _name(key)
    kwargs = village.ids() | (ARGS[name](village) if name in ARGS else {})
    url = reverse(name, kwargs={part: kwargs[part] for part in ADDRESSES[name]})
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        answer = client.post(url) if key.startswith("POST ") else client.get(url)
        transaction.set_rollback(True)
    return answer.status_code
