"""Where things lie. Everything that git ignores is under var/."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
VAR = CHECKOUT / "var"
VENV = VAR / "venv"
PYTHON = VENV / "bin" / "python"
RUN = VAR / "run"
LOG = VAR / "log"
SECRETS = VAR / "secrets"
BROWSERS = VAR / "browsers"
# Data of the embedded servers: a folder, or a link to one elsewhere (see tools/home.py).
SERVICES = VAR / "services"


def make_private(folder: Path) -> Path:
    """Make a folder that only its owner may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
