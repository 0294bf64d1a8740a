"""A paper of the kit, made for one school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from control.kit.facts import facts_of, tables_of
from control.kit.text import blocks_of
from control.kit.word import as_word
from control.papers_asked import PAPERS
from core.printing import pdf

FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KitFile:
    """A paper as a file."""

    title: str
    body: bytes


def kit_file(school_id: int, code: str, *, ending: str, now: datetime) -> KitFile:
    """The text of a paper filled for the school, as .docx to edit or .pdf to read. In Russian,
    whatever language the page has: these are papers of a Russian school."""
    with translation.override("ru"):
        facts = facts_of(school_id, now=now)
        blocks = blocks_of(code, facts, tables_of(school_id, now=now))
        title = str(PAPERS[code].label)
        order = _("by the order of %(day)s no. %(number)s") % {
            "day": facts["order_day"],
            "number": facts["order_number"],
        }
        if ending == "docx":
            return KitFile(title=title, body=as_word(blocks, title=title, order=order))
        shown = {"blocks": blocks, "title": title, "order": order}
        return KitFile(title=title, body=pdf("control/print/kit.html", shown))
