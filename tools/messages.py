"""Translations without the gettext programs.

    python -m tools.messages [FILE.po …]          compile these, or all
    python -m tools.messages --gather [ROOM …]    bring the .po files up to date, then compile

Gathering keeps translations, adds new strings untranslated and drops those that are gone. The
files carry no line numbers and no dates, so that they change only where words change.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import polib

from tools.extract import ROOMS, Message, messages_of
from tools.paths import CHECKOUT

DOMAINS = ("django", "djangojs")
HEADER = {
    "Project-Id-Version": "electronic-journal",
    "Language": "ru",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    "(n%100<10 || n%100>=20) ? 1 : 2);",
}


def compile_po(source: Path) -> Path:
    """Write the .mo beside the .po, whole or not at all (a server may be reading it)."""
    target = source.with_suffix(".mo")
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(draft))
    draft.replace(target)
    return target


def catalogue_path(room: str, domain: str) -> Path:
    return CHECKOUT / room / "locale" / "ru" / "LC_MESSAGES" / f"{domain}.po"


def catalogue(room: str, domain: str) -> polib.POFile:
    path = catalogue_path(room, domain)
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def gathered(room: str, domain: str) -> polib.POFile:
    """The room's catalogue as it should be: every string that is there, nothing else, sorted."""
    old = {
        (entry.msgctxt or "", entry.msgid): entry
        for entry in catalogue(room, domain)
        if not entry.obsolete
    }
    new = polib.POFile(wrapwidth=100)
    new.metadata = dict(HEADER)
    for message in messages_of(room, domain):
        new.append(_entry(message, old.get((message.context, message.single))))
    return new


def _entry(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.single,
        msgctxt=message.context or None,
        tcomment=old.tcomment if old else "",
        flags=["fuzzy"] if old and old.fuzzy else [],
    )
    if not message.plural:
        entry.msgstr = old.msgstr or old.msgstr_plural.get(0, "") if old else ""
        return entry
    entry.msgid_plural = message.plural
    kept = old.msgstr_plural if old else {}
    entry.msgstr_plural = {form: kept.get(form, "") for form in range(3)}
    return entry


def gather(rooms: list[str]) -> None:
    """Write the catalogues of these rooms and say what is still to translate."""
    for room in rooms:
        for domain in DOMAINS:
            path = catalogue_path(room, domain)
            new = gathered(room, domain)
            if not new:
                path.unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text() != str(new) + "\n":
                path.write_text(str(new) + "\n")
            lacking = len(new.untranslated_entries()) + len(new.fuzzy_entries())
            print(f"{room:<9} {domain:<9} {len(new):>5} strings, {lacking} to translate")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--gather"]:
        rooms = arguments[1:] or list(ROOMS)
        gather(rooms)
        arguments = [
            str(path) for room in rooms for path in CHECKOUT.glob(f"{room}/locale/*/*/*.po")
        ]
    for name in arguments or [str(path) for path in CHECKOUT.glob("*/locale/*/*/*.po")]:
        compile_po(Path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
