"""Compile translations without the gettext programs: python -m tools.messages FILE.po …"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polib


def compile_po(source: Path) -> Path:
    """Write the .mo beside the .po, whole or not at all (a server may be reading it)."""
    target = source.with_suffix(".mo")
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.replace(target)
    return target


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_po(Path(name))
