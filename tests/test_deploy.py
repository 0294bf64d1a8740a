"""The production description cannot be run here, so it is read and compared with the checkout."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from tools.make_env import SECRETS, filled
from tools.paths import CHECKOUT
from tools.postgres import OWNER_ROLE, WEB_ROLE

COMPOSE_TEXT = (CHECKOUT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(COMPOSE_TEXT)
SERVICES = COMPOSE["services"]
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()
EXAMPLE = dict(
    line.split("=", 1)
    for line in (CHECKOUT / ".env.example").read_text().splitlines()
    if "=" in line and not line.startswith("#")
)
OURS = ("migrate", "web", "worker", "beat", "backup")
# Names that Django, Docker or our scripts read themselves.
READ_ELSEWHERE = {"BACKUP_HOUR", "DJANGO_SETTINGS_MODULE"}


def names_read_by(path: str) -> set[str]:
    """Names of environment variables that a module of ours asks for."""
    found = set()
    for node in ast.walk(ast.parse((CHECKOUT / path).read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called == "env" or called.startswith(("env.", "os.environ.get")):
                found.add(node.args[0].value)
    return found


SETTINGS_NAMES = names_read_by("config/settings.py")
SERVER_NAMES = names_read_by("config/gunicorn.py")


def test_every_variable_has_an_example():
    used = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE_TEXT))

    assert used == set(EXAMPLE)


def test_the_example_holds_no_secret():
    assert {name for name in SECRETS if EXAMPLE[name]} == set()


def test_a_new_env_file_has_all_secrets_and_the_domain():
    text = filled((CHECKOUT / ".env.example").read_text(), "journal.school.test")

    values = dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert values["DOMAIN"] == "journal.school.test"
    assert all(re.fullmatch(r"[0-9a-f]{64}", values[name]) for name in SECRETS)
    assert len({values[name] for name in SECRETS}) == len(SECRETS)


@pytest.mark.parametrize("name", OURS)
def test_settings_read_every_variable_that_a_service_is_given(name: str):
    given = set(SERVICES[name]["environment"])

    assert given - READ_ELSEWHERE <= SETTINGS_NAMES | SERVER_NAMES


def test_the_operators_page_explains_every_variable():
    page = (CHECKOUT / "docs" / "operator.md").read_text()
    rows = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))

    only_for_tests = {"TESTING", "CELERY_REAL", "PYTEST_XDIST_WORKER"}
    assert (SETTINGS_NAMES | SERVER_NAMES) - only_for_tests <= rows


def test_the_system_has_its_services():
    assert set(SERVICES) == {"postgres", "valkey", "proxy", *OURS}
    assert SERVICES["postgres"]["image"] == "postgres:18"


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_is_watched_and_comes_back(name: str):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_migrations_and_backups_connect_as_the_owner():
    users = {
        name: re.match(r"postgresql://(\w+):", SERVICES[name]["environment"]["DATABASE_URL"])[1]
        for name in OURS
    }

    assert {name for name, user in users.items() if user == OWNER_ROLE} == {"migrate", "backup"}
    assert {name for name, user in users.items() if user == WEB_ROLE} == {"web", "worker", "beat"}


def test_the_server_starts_after_the_migrations():
    for name in ("web", "worker", "beat", "backup"):
        condition = SERVICES[name]["depends_on"]["migrate"]["condition"]
        assert condition == "service_completed_successfully"


def test_every_volume_is_declared_and_every_mounted_path_exists():
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", [])]
    sources = {mount.split(":")[0] for mount in mounts}

    folders = {source for source in sources if source.startswith(".")}
    assert [folder for folder in folders if not (CHECKOUT / folder).exists()] == []
    assert sources - folders == set(COMPOSE["volumes"])


def test_every_copied_path_exists():
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)

    missing = [path for copy in copies for path in copy.split() if not (CHECKOUT / path).exists()]
    assert copies
    assert missing == []


def test_every_file_that_a_service_runs_exists():
    texts = [" ".join(map(str, service.get("command", []))) for service in SERVICES.values()]
    texts += [
        " ".join(map(str, s["healthcheck"]["test"]))
        for s in SERVICES.values()
        if "healthcheck" in s
    ]
    named = set(re.findall(r"\b(?:deploy/[\w./-]+|manage\.py)", " ".join([*texts, DOCKERFILE])))

    assert {"manage.py", "deploy/health.py", "deploy/backup-daily.sh"} <= named
    assert [path for path in named if not (CHECKOUT / path).exists()] == []


@pytest.mark.parametrize("stage", ["app", "proxy"])
def test_images_run_as_nobody_special_and_are_watched(stage: str):
    text = re.search(rf"^FROM \S+ AS {stage}\n(.*?)(?=^FROM|\Z)", DOCKERFILE, re.S | re.M)[1]

    assert re.search(r"^USER (?!root|0)\w+$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text


def test_the_image_leaves_state_and_secrets_out():
    ignored = (CHECKOUT / ".dockerignore").read_text().split()

    assert {".env", "var", ".git"} <= set(ignored)


def test_the_image_has_the_libraries_that_setup_installs():
    from tools.system import FOR_DEMO

    needed = {package for need in FOR_DEMO for package in need.packages if "venv" not in package}
    assert [package for package in needed if package not in DOCKERFILE] == []


def test_the_images_python_is_one_we_support():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    oldest = tuple(map(int, re.search(r"(\d+)\.(\d+)", project["requires-python"]).groups()))
    used = {tuple(map(int, found)) for found in re.findall(r"python:(\d+)\.(\d+)", DOCKERFILE)}

    assert len(used) == 1
    assert used.pop() >= oldest


@pytest.mark.parametrize("script", ["deploy/backup-daily.sh", "deploy/postgres/10-roles.sh"])
def test_shell_scripts_can_be_read_by_the_shell(script: str):
    checked = subprocess.run(["sh", "-n", CHECKOUT / script], capture_output=True, check=False)

    assert checked.returncode == 0


def test_the_roles_are_the_ones_that_the_code_knows():
    script = (CHECKOUT / "deploy" / "postgres" / "10-roles.sh").read_text()

    assert set(re.findall(r"CREATE ROLE (\w+)", script)) == {OWNER_ROLE, WEB_ROLE}


def test_the_proxy_leads_to_the_port_that_the_web_listens_on():
    caddyfile = Path(CHECKOUT / "deploy" / "Caddyfile").read_text()

    assert "reverse_proxy web:8000" in caddyfile
    assert "BIND=0.0.0.0:8000" in DOCKERFILE
    assert {port.split(":")[1] for port in SERVICES["proxy"]["ports"]} == {"8080", "8443"}
    assert "http_port 8080" in caddyfile
    assert "https_port 8443" in caddyfile
