"""Ground of all tests: the real PostgreSQL and Valkey, and the web's own database role.

Tests run as the role the web runs as: what it may not do, a test may not do either."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase, override_settings

from tests.template_database import use_template


def _become_web_role(connection: BaseDatabaseWrapper, **_kwargs: object) -> None:
    if connection.settings_dict["NAME"].startswith("test_"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.WEB_ROLE])
            if cursor.fetchone():
                cursor.execute(f'SET ROLE "{settings.WEB_ROLE}"')


def _as_owner(teardown: Callable[[TransactionTestCase], None]) -> Callable[..., None]:
    """Emptying the tables after a test is the owner's business, the web may not. A browser that
    has just been closed may have asked something that the server still answers: then again."""

    def wrapped(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        for patience in (0.3, 1, 3):
            try:
                teardown(case)
                break
            except CommandError:
                time.sleep(patience)
        else:
            teardown(case)
        connection.close()

    return wrapped


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Before the test database is made: see to its template."""
    use_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """After the database is made (as its owner), every connection is the web's."""
    with django_db_blocker.unblock():
        connection.close()
        connection_created.connect(_become_web_role, dispatch_uid="tests.web_role")
        TransactionTestCase._fixture_teardown = _as_owner(TransactionTestCase._fixture_teardown)
        yield
        connection.close()
        connection_created.disconnect(dispatch_uid="tests.web_role")


@pytest.fixture(scope="session", autouse=True)
def _files_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files that tests bring in lie apart from those of the house."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(autouse=True)
def _clean_cache(request: pytest.FixtureRequest) -> None:
    """Sessions live in the cache too: a test starts without another's."""
    if "django_db_setup" in request.fixturenames or request.node.get_closest_marker("django_db"):
        cache.clear()


@pytest.fixture(autouse=True)
def _own_folder_of_files(settings: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests attach lies beside no real files."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "files"


@pytest.fixture
def as_owner(db: None) -> Iterator[None]:
    """For tests of what even the owner of the tables cannot do."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f'SET ROLE "{settings.WEB_ROLE}"')
