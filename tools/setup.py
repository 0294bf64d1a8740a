"""Set the checkout up: system packages, virtual environment, translations, static files.

    python3 -m tools.setup [demo|test]

Runs with the system's Python before anything is installed, so the standard library only. What is
already done costs nothing the next time.
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
    sys.exit(
        f"Python 3.11 or newer is needed, not {sys.version.split()[0]}: make PYTHON=python3.11 …"
    )

from tools import system  # noqa: E402
from tools.paths import CHECKOUT, PYTHON, VAR, VENV  # noqa: E402
from tools.say import Refusal, Step, refuse, step  # noqa: E402

LOCKS = {
    "demo": CHECKOUT / "requirements" / "base.txt",
    "test": CHECKOUT / "requirements" / "dev.txt",
}


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "demo"
    try:
        (VAR / "static").mkdir(parents=True, exist_ok=True)
        with alone():
            system.ensure(system.FOR_DEMO if purpose == "demo" else system.FOR_TESTS)
            make_environment(purpose)
            compile_translations()
            if purpose == "demo":
                collect_static()
            else:
                find_browser()
    except PermissionError as error:
        refuse(f"{error.filename} belongs to another user (was `make` run as root before?).")
    except Refusal as refusal:
        refuse(str(refusal))


@contextmanager
def alone() -> Iterator[None]:
    """Two commands of one checkout set it up one after the other."""
    with (VAR / "setup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with step("Waiting for another command that is setting this checkout up"):
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fingerprint(*parts: bytes | str) -> str:
    """A short name for exactly these contents."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
        digest.update(b"\0")
    return digest.hexdigest()


# ---- the virtual environment ----------------------------------------------------------------


def make_environment(purpose: str) -> None:
    """Install exactly what the lock file names, unless that has been done."""
    lock = LOCKS[purpose]
    wanted = fingerprint(lock.read_bytes(), sys.version)
    stamp = VENV / f"installed-{purpose}"
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    _ensure_venv()
    with step(f"Installing Python packages ({lock.name})") as progress:
        _install(lock, progress)
    stamp.write_text(wanted)


def _ensure_venv() -> None:
    made_by = VENV / "made-by"
    if made_by.exists() and made_by.read_text() == sys.version and PYTHON.exists():
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    with step("Making the virtual environment"):
        done = subprocess.run(
            [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise Refusal(f"python -m venv failed: {(done.stdout + done.stderr).strip()}")
    made_by.write_text(sys.version)


def _install(lock: Path, progress: Step) -> None:
    total = len(re.findall(r"^[\w.\[\]-]+==", lock.read_text(), re.MULTILINE))
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    command += [
        "--progress-bar",
        "off",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "-r",
        str(lock),
    ]
    output: list[str] = []
    seen = 0
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for said in pip.stdout or ():
            output.append(said.rstrip())
            if said.startswith(("Collecting", "Requirement already satisfied")):
                seen += 1
                progress.note = f"{min(seen, total)} of {total}"
            if said.startswith("Installing collected"):
                progress.note = "unpacking"
    if pip.returncode:
        errors = [text for text in output if text.startswith("ERROR")] or output[-5:]
        raise Refusal("pip could not install the packages:\n" + "\n".join(errors))


def run_python(*arguments: str, shown: bool = False) -> None:
    """Run the environment's Python; what it says is shown when it fails, or as it comes."""
    command = [str(PYTHON), *arguments]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=not shown, text=True, check=False)
    if done.returncode and shown:
        raise SystemExit(done.returncode)
    if done.returncode:
        raise Refusal(
            f"{' '.join(arguments[:3])} failed:\n{(done.stderr or done.stdout).strip()[-2000:]}"
        )


# ---- translations and static files ----------------------------------------------------------


def compile_translations() -> None:
    """Make .mo files of the .po files that are newer."""
    stale = [
        po
        for pattern in ("*/locale/*/LC_MESSAGES/*.po", "locale/*/LC_MESSAGES/*.po")
        for po in CHECKOUT.glob(pattern)
        if not po.with_suffix(".mo").exists()
        or po.stat().st_mtime > po.with_suffix(".mo").stat().st_mtime
    ]
    if not stale:
        return
    with step("Compiling translations"):
        run_python("-m", "tools.messages", *(str(path) for path in stale))


def find_browser() -> None:
    """The name `chromium` must lead somewhere when the tests start."""
    if shutil.which("chromium") is None and shutil.which("chromium-browser") is None:
        run_python("-m", "tools.browser", shown=True)


def collect_static() -> None:
    """Gather css, js and images under their hashed names, when any of them has changed."""
    stamp = VAR / "static-collected"
    wanted = fingerprint(*_static_state())
    if (VAR / "static").exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    with step("Collecting static files"):
        run_python("-m", "tools.static")
    stamp.write_text(wanted)


def _static_state() -> Iterator[str]:
    """What the collected files depend on: our own files and the installed packages."""
    yield LOCKS["demo"].read_text()
    yield (CHECKOUT / "tools" / "static.py").read_text()
    for folder in [CHECKOUT / "static", *sorted(CHECKOUT.glob("*/static"))]:
        if folder.parent == VAR:
            continue
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found = path.stat()
                yield f"{path.relative_to(CHECKOUT)} {found.st_size} {found.st_mtime_ns}"


if __name__ == "__main__":
    main()
