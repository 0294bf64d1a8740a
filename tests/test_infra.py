"""The ground the house stands on: setting up, embedded servers, the supervisor."""

from __future__ import annotations

import gettext
import os
import re
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote

import environ
import psycopg2.extensions
import pytest

from tools import home, process, say
from tools.lock import OUTPUTS
from tools.logins import logins_table
from tools.messages import compile_po
from tools.paths import CHECKOUT
from tools.ports import refuse_taken_port, wanted_port
from tools.postgres import database_url
from tools.secrets_file import secret
from tools.setup import compile_translations, fingerprint
from tools.supervisor import Charge, Supervisor


def run_with_services(*command: str) -> subprocess.CompletedProcess[str]:
    """A command with servers of its own, whatever this run of the tests was given."""
    given = ("DATABASE_URL", "REDIS_URL", "DATABASE_OWNER_URL", "DATABASE_WEB_URL")
    return subprocess.run(
        [sys.executable, "-m", "tools.with_services", "--for-tests", "--", *command],
        cwd=CHECKOUT,
        env={name: value for name, value in os.environ.items() if name not in given},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


# ---- ports ------------------------------------------------------------------------------------


def test_a_taken_port_is_said_in_one_line():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(say.Refusal) as refusal:
            refuse_taken_port(port)

    assert f"Port {port} is taken" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("given", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, given: str):
    monkeypatch.setenv("PORT", given)

    with pytest.raises(say.Refusal, match="is not a port"):
        wanted_port()


# ---- setting up -------------------------------------------------------------------------------


def test_a_translation_is_compiled_without_the_gettext_programs(tmp_path: Path):
    source = tmp_path / "django.po"
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Lesson"\nmsgstr "Урок"\n',
        encoding="utf-8",
    )

    compiled = compile_po(source)

    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Lesson") == "Урок"


def test_compiled_translations_are_not_compiled_again(monkeypatch: pytest.MonkeyPatch):
    compile_translations()

    def refuse(*_arguments: str) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("tools.setup.run_python", refuse)
    compile_translations()


def test_a_fingerprint_tells_where_one_part_ends():
    assert fingerprint("ab", "c") != fingerprint("a", "bc")


def test_short_steps_say_nothing(capsys: pytest.CaptureFixture[str]):
    with say.step("Quick"):
        pass

    assert capsys.readouterr().err == ""


def test_long_steps_say_how_far_they_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(say, "SPEAK_AFTER", 0.01)

    with say.step("Slow") as progress:
        progress.note = "3 of 7"
        time.sleep(0.1)

    assert "Slow … 3 of 7" in capsys.readouterr().err


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_locked_package_has_hashes_and_no_address(name: str):
    text = (CHECKOUT / "requirements" / name).read_text()
    blocks = re.split(r"\n(?=\S)", text)
    packages = [block for block in blocks if re.match(r"[a-z0-9]", block)]

    assert len(packages) > 50
    assert [block.splitlines()[0] for block in packages if "--hash=sha256:" not in block] == []
    assert "://" not in text
    assert "index" not in text


def test_tests_run_on_the_versions_that_are_served():
    pins = {
        name: dict(
            re.findall(
                r"^([\w.-]+)(?:\[.*?\])?==([\w.]+)",
                (CHECKOUT / "requirements" / name).read_text(),
                re.MULTILINE,
            )
        )
        for name in OUTPUTS
    }

    assert pins["base.txt"].items() <= pins["dev.txt"].items()


def test_no_tracked_file_names_a_registry_or_a_place_of_some_machine():
    forbidden = [
        "py" + "pi.org",
        "python" + "hosted.org",
        "registry." + "npm" + "js",
        "deb." + "debian.org",
        "/wo" + "rk/",
        "/root/" + ".",
        "file:" + "///",
    ]
    if not (CHECKOUT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(listing, cwd=CHECKOUT, capture_output=True, check=True)

    found = [
        f"{name}: {word}"
        for name in os.fsdecode(listed.stdout).split("\0")
        if name and (CHECKOUT / name).is_file()
        for word in forbidden
        if word.encode() in (CHECKOUT / name).read_bytes()
    ]

    assert found == []


# ---- secrets and addresses --------------------------------------------------------------------


def test_a_secret_is_made_once_and_is_private(tmp_path: Path):
    first = secret("key", folder=tmp_path / "secrets")

    assert secret("key", folder=tmp_path / "secrets") == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secrets" / "key").stat().st_mode) == 0o600


@pytest.mark.parametrize("password", ["plain", "p@ss:w/rd?#", "с пробелом", "100%25", "a+b&c=d"])
def test_any_password_survives_the_address(password: str):
    url = database_url(role="ej_web", password=password, host="/tmp/a folder")

    libpq = psycopg2.extensions.parse_dsn(url)
    django = environ.Env.db_url_config(url)

    assert (libpq["password"], libpq["host"]) == (password, "/tmp/a folder")
    assert (django["PASSWORD"], unquote(django["HOST"])) == (password, "/tmp/a folder")
    assert libpq["dbname"] == django["NAME"] == "journal"


# ---- the embedded servers ---------------------------------------------------------------------


def test_socket_paths_stay_short_whatever_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    deep = tmp_path / ("очень длинное имя " * 5)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    folder, hold = home._fresh_short_folder(None)

    with hold:
        socket_path = os.fsencode(folder / home.SOCKET_NAME)
        assert len(socket_path) <= home.SOCKET_PATH_LIMIT
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    home._sweep(folder.parent, None)
    assert not folder.exists()


def test_a_held_folder_is_not_swept_away():
    folder, hold = home._fresh_short_folder(None)

    with hold:
        home._sweep(folder.parent, None)
        assert folder.exists()


def test_the_commands_exit_code_is_passed_on_and_nothing_stays():
    done = run_with_services("sh", "-c", "echo $DATABASE_OWNER_URL; exit 7")

    assert done.returncode == 7
    folder = Path(psycopg2.extensions.parse_dsn(done.stdout.strip())["host"])
    assert not folder.exists()


def test_two_commands_side_by_side_have_servers_of_their_own():
    nested = f"{shlex.quote(sys.executable)} -m tools.with_services --for-tests -- sh -c"
    script = (
        'echo "$DATABASE_URL $REDIS_URL"; unset DATABASE_URL REDIS_URL; '
        f"{nested} 'echo \"$DATABASE_URL $REDIS_URL\"'"
    )

    done = run_with_services("sh", "-c", script)

    outer, inner = (line.split() for line in done.stdout.splitlines())
    assert done.returncode == 0
    assert outer[0] != inner[0]
    assert outer[1] != inner[1]


def test_the_webs_role_may_make_no_table():
    question = "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
    script = (
        "import os, psycopg2\n"
        "cursor = psycopg2.connect(os.environ['DATABASE_WEB_URL']).cursor()\n"
        f"cursor.execute('{question}')\n"
        "print(cursor.fetchone())\n"
        "cursor.execute('CREATE TABLE mine ()')\n"
    )

    done = run_with_services(sys.executable, "-c", script)

    assert done.stdout.strip() == "(False, False)"
    assert "permission denied for schema public" in done.stderr


def test_the_database_folds_the_case_of_russian_letters():
    script = (
        "import os, psycopg2\n"
        "cursor = psycopg2.connect(os.environ['DATABASE_WEB_URL']).cursor()\n"
        "cursor.execute(\"SELECT 'ЁЖИКОВ' ILIKE 'ёжик%'\")\n"
        "print(cursor.fetchone()[0])\n"
    )

    assert run_with_services(sys.executable, "-c", script).stdout.strip() == "True"


# ---- the supervisor ---------------------------------------------------------------------------


def a_charge(tmp_path: Path, *command: str) -> Charge:
    return Charge(
        name="thing", launch=lambda: process.start(command, log=tmp_path / "log"), patience=5
    )


def test_a_failed_process_is_started_again_after_growing_pauses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    charge = a_charge(tmp_path, "sh", "-c", "exit 3")
    charge.start(now=0)

    pauses = []
    for now in (1, 10, 20):
        charge.child.wait()
        charge.look_after(now)
        pauses.append(charge.next_start - now)
        charge.look_after(charge.next_start)

    assert pauses == [1, 2, 4]
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "thing ended (code 3); starting it again in 1 s"


def test_all_processes_stop_in_the_opposite_order_and_leave_no_children(tmp_path: Path):
    order = tmp_path / "order"
    supervisor = Supervisor()
    for name in ("first", "second"):
        script = f'trap "echo {name} >> {order}; exit 0" TERM; sleep 60 & echo up; wait'
        supervisor.add(a_charge(tmp_path, "sh", "-c", script))
    children = [charge.child for charge in supervisor.charges]
    while (tmp_path / "log").read_text().count("up") < 2:
        time.sleep(0.01)

    supervisor.stop_all()

    assert order.read_text().split() == ["second", "first"]
    assert [_group_is_alive(child.pid) for child in children] == [False, False]


def _group_is_alive(group: int) -> bool:
    time.sleep(0.05)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, found = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it has ended meanwhile
            continue
        if int(found) == group and state != "Z":
            return True
    return False


def test_a_process_dies_with_the_one_that_started_it(tmp_path: Path):
    script = (
        "import os, sys, pathlib\n"
        "from tools import process\n"
        "child = process.start(['sleep', '60'], log=pathlib.Path(sys.argv[1]))\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "log"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == -signal.SIGKILL
    assert not _group_is_alive(int(done.stdout))


def test_the_demos_logins_are_a_table(tmp_path: Path):
    path = tmp_path / "logins.json"
    path.write_text('[{"role": "учитель", "login": "anna", "password": "x", "name": "Анна"}]')

    lines = logins_table(path).splitlines()

    assert lines[0].split() == ["Role", "Login", "Password", "Name"]
    assert lines[1].split() == ["учитель", "anna", "x", "Анна"]
    assert lines[0].index("Login") == lines[1].index("anna")


# ---- the commands -----------------------------------------------------------------------------


def test_readme_names_the_two_commands_first():
    text = (CHECKOUT / "README.md").read_text()

    assert 0 < text.index("make demo") < text.index("make test") < 1500


def test_ci_runs_what_readme_says():
    ci = (CHECKOUT / ".ci" / "run").read_text()

    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
    assert "set -euo pipefail" in ci
    assert "make lint\nmake test\n" in ci


def test_help_lists_every_command():
    makefile = (CHECKOUT / "Makefile").read_text()
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split()

    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert {line.split()[0] for line in shown.splitlines()} == set(declared)
