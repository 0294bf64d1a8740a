"""The interface is Russian to the last string, and the catalogues are what gathering makes."""

from __future__ import annotations

import re
from collections import defaultdict

import polib
import pytest

from tools.extract import ROOMS
from tools.messages import DOMAINS, catalogue, catalogue_path, gathered

CATALOGUES = [(room, domain) for room in ROOMS for domain in DOMAINS]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize(("room", "domain"), CATALOGUES)
def test_gathering_changes_nothing(room: str, domain: str):
    path = catalogue_path(room, domain)
    new = gathered(room, domain)

    kept = path.read_text() if path.exists() else ""
    assert kept == (f"{new}\n" if new else ""), f"run: python -m tools.messages --gather {room}"


@pytest.mark.parametrize(("room", "domain"), CATALOGUES)
def test_every_string_has_a_whole_translation(room: str, domain: str):
    lacking = [
        entry.msgid
        for entry in gathered(room, domain)
        if entry.fuzzy or not all(translations(entry))
    ]

    assert lacking == []


@pytest.mark.parametrize(("room", "domain"), CATALOGUES)
def test_translations_keep_the_placeholders(room: str, domain: str):
    """The singular may leave the number out («один день»)."""
    wrong = []
    for entry in catalogue(room, domain):
        asked = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in filter(None, translations(entry)):
            has = set(PLACEHOLDER.findall(text))
            if has - asked or (asked - has and not entry.msgid_plural):
                wrong.append(entry.msgid)

    assert wrong == []


def test_one_string_has_one_translation_in_all_rooms():
    """Django pours all catalogues together: the first room's word would win everywhere."""
    seen = defaultdict(set)
    for room in ROOMS:
        for entry in catalogue(room, "django"):
            seen[entry.msgctxt, entry.msgid].update({tuple(translations(entry))})

    assert {key for key, words in seen.items() if len(words) > 1} == set()
