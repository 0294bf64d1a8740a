"""What a command of the house needs around it: a database, a cache, a secret key.

Addresses given in the environment are used as they are; what is not given is started here.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field

from tools.home import Home, lasting_home, passing_home
from tools.paths import BROWSERS, LOG
from tools.postgres import OWNER_ROLE, WEB_ROLE, Postgres
from tools.secrets_file import secret
from tools.valkey import Valkey


@dataclass(slots=True, kw_only=True)
class Services:
    """The running servers and the environment that leads to them."""

    postgres: Postgres | None = None
    valkey: Valkey | None = None
    home: Home | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def stop(self) -> None:
        """Stop what was started here: first the queue, then the database."""
        if self.valkey is not None:
            self.valkey.stop()
        if self.postgres is not None:
            self.postgres.stop()
        if self.home is not None:
            self.home.forget()


def start_services(*, for_tests: bool = False) -> Services:
    """Start the servers that the environment does not name."""
    services = Services()
    LOG.mkdir(parents=True, exist_ok=True)
    if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
        services.home = passing_home() if for_tests else lasting_home()
    try:
        _start_postgres(services, for_tests=for_tests)
        _start_valkey(services, for_tests=for_tests)
    except BaseException:
        services.stop()
        raise
    services.environment |= _common_environment(for_tests=for_tests)
    return services


def _start_postgres(services: Services, *, for_tests: bool) -> None:
    given = os.environ.get("DATABASE_URL")
    if given or services.home is None:
        services.environment["DATABASE_OWNER_URL"] = (
            os.environ.get("DATABASE_OWNER_URL") or given or ""
        )
        return
    services.postgres = Postgres(
        home=services.home,
        owner_password=secrets.token_urlsafe(24) if for_tests else secret("database-owner"),
        web_password=secrets.token_urlsafe(24) if for_tests else secret("database-web"),
        log=LOG / ("postgres-tests.log" if for_tests else "postgres.log"),
        for_tests=for_tests,
    )
    services.postgres.start()
    owner, web = services.postgres.url(OWNER_ROLE), services.postgres.url(WEB_ROLE)
    # Tests make and drop databases, so they connect as the owner and step down where they mean to.
    services.environment["DATABASE_URL"] = owner if for_tests else web
    services.environment["DATABASE_OWNER_URL"] = owner
    services.environment["DATABASE_WEB_URL"] = web
    services.environment["WEB_ROLE"] = WEB_ROLE


def _start_valkey(services: Services, *, for_tests: bool) -> None:
    if os.environ.get("REDIS_URL") or services.home is None:
        return
    services.valkey = Valkey(
        home=services.home,
        password=secrets.token_urlsafe(24) if for_tests else secret("valkey"),
        log=LOG / ("valkey-tests.log" if for_tests else "valkey.log"),
        for_tests=for_tests,
    )
    services.valkey.start()
    services.environment["REDIS_URL"] = services.valkey.url


def _common_environment(*, for_tests: bool) -> dict[str, str]:
    key = os.environ.get("SECRET_KEY")
    common = {
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings"
    }
    if for_tests:
        common["TESTING"] = "1"
        common["PATH"] = os.pathsep.join(
            [str(BROWSERS / "bin"), os.environ.get("PATH", os.defpath)]
        )
        common["SECRET_KEY"] = key or secrets.token_urlsafe(48)
    else:
        common["SECRET_KEY"] = key or secret("secret-key")
    return common
