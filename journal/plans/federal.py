"""The JSON of the federal subject programmes: sections with topics, and lists of lessons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.imports.delimited import decode
from core.imports.faults import Faults, Place
from core.imports.tables import Unreadable, Upload, clean
from journal.plans.parts import (
    MOST_HOURS,
    MOST_LINES,
    SECTION_LENGTH,
    TITLE_LENGTH,
    LineList,
    PlanFile,
    PlanLine,
    PlanSection,
    ReadPlan,
    Remark,
)

_MOST_PLANS = 300


def read_json(upload: Upload) -> PlanFile:
    """The plans of a JSON file: one, or a list of them. Raises Unreadable where it is none."""
    file = PlanFile(name=upload.name, format="json")
    said = _loaded(upload)
    plans = said if isinstance(said, list) else [said]
    if not plans or not all(isinstance(one, dict) and _is_plan(one) for one in plans):
        raise Unreadable(
            "not_a_plan",
            _("This JSON holds no plan: it has neither “sections” nor “lesson_variants”."),
        )
    if len(plans) > _MOST_PLANS:
        raise Unreadable("too_many_rows", _("More than %(most)s plans.") % {"most": _MOST_PLANS})
    for index, one in enumerate(plans):
        path = f"[{index}]." if isinstance(said, list) else ""
        file.plans.append(_Reader(upload.name, file.faults).plan(one, path))
    return file


def _loaded(upload: Upload) -> Any:
    try:
        return json.loads(decode(upload.content).lstrip("\ufeff"), parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise Unreadable(
            "bad_json",
            _("This is no JSON: it cannot be read from line %(line)s on.") % {"line": error.lineno},
            place=Place(upload.name, row=error.lineno, column=str(error.colno)),
        ) from error
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise Unreadable("bad_json", _("This JSON cannot be read.")) from error


def _is_plan(said: dict[str, Any]) -> bool:
    return isinstance(said.get("sections") or [], list) and bool(
        said.get("sections") or said.get("lesson_variants")
    )


class _Reader:
    """Reads one plan; what is not as it should be becomes a fault with its path."""

    def __init__(self, file: str, faults: Faults) -> None:
        self.file = file
        self.faults = faults
        self.lines = 0
        self.nameless = 0

    def plan(self, said: dict[str, Any], path: str) -> ReadPlan:
        topics = self._topics(said.get("sections") or [], f"{path}sections")
        grade = self._number(said.get("grade"), f"{path}grade", most=13)
        slug = self._text(said.get("slug"), f"{path}slug", 200)
        subject = self._text(said.get("subject"), f"{path}subject", 200)
        return ReadPlan(
            name=slug or subject or self.file,
            slug=slug,
            subject=subject,
            level=self._text(said.get("level"), f"{path}level", 40),
            variant=self._text(said.get("variant"), f"{path}variant", 200),
            grade=None if grade is None else int(grade),
            source=self._text(said.get("source"), f"{path}source", 200),
            declared_hours=self._number(said.get("declared_hours"), f"{path}declared_hours"),
            is_modular=said.get("modular") is True,
            topics=topics if topics.lines else None,
            lessons=tuple(self._lists(said.get("lesson_variants"), f"{path}lesson_variants")),
            notes=tuple(self._notes()),
        )

    def _notes(self) -> Iterator[Remark]:
        if self.nameless:
            numbers = {"count": self.nameless}
            message = _("%(count)s lines without words took the name of their section or number.")
            yield Remark(code="topic_without_words", message=message % numbers, numbers=numbers)

    def _topics(self, sections: Any, path: str) -> LineList:
        found: list[PlanSection] = []
        lines: list[PlanLine] = []
        for section, place in self._dicts(sections, path):
            name = self._text(section.get("name"), f"{place}.name", SECTION_LENGTH)
            hours = self._number(section.get("hours"), f"{place}.hours")
            topics = section.get("topics") or []
            found.append(PlanSection(name=name, hours=hours))
            if not topics and hours is not None:
                lines.append(PlanLine(title=name or "—", hours=hours, section=len(found) - 1))
            for topic, at in self._dicts(topics, f"{place}.topics"):
                lines.append(self._topic(topic, at, section=len(found) - 1, instead=name))
        return LineList(name="", sections=tuple(found), lines=tuple(lines))

    def _topic(self, topic: dict[str, Any], path: str, *, section: int, instead: str) -> PlanLine:
        number = self._text(topic.get("num"), f"{path}.num", 40)
        return PlanLine(
            number=number,
            title=self._title(topic.get("name"), f"{path}.name", instead or number),
            hours=self._number(topic.get("hours"), f"{path}.hours"),
            section=section,
        )

    def _lists(self, variants: Any, path: str) -> Iterator[LineList]:
        for variant, place in self._dicts(variants or [], path):
            lessons = tuple(
                self._lesson(lesson, at)
                for lesson, at in self._dicts(variant.get("lessons") or [], f"{place}.lessons")
            )
            yield LineList(
                name=self._text(variant.get("name"), f"{place}.name", SECTION_LENGTH),
                lines=lessons,
            )

    def _lesson(self, lesson: dict[str, Any], path: str) -> PlanLine:
        number = self._text(lesson.get("number"), f"{path}.number", 40)
        return PlanLine(
            number=number,
            title=self._title(lesson.get("topic"), f"{path}.topic", number),
            hours=Decimal(1),
            practice_hours=self._number(lesson.get("practice"), f"{path}.practice") or None,
        )

    def _dicts(self, said: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
        if not isinstance(said, list):
            self._fault(path, "not_a_list", _("A list must stand here."))
            return
        for index, one in enumerate(said):
            self.lines += 1
            if self.lines > MOST_LINES * 5:
                raise Unreadable(
                    "too_many_rows",
                    _("More than %(most)s lines: no plan is so long.") % {"most": MOST_LINES},
                )
            if isinstance(one, dict):
                yield one, f"{path}[{index}]"
            else:
                self._fault(f"{path}[{index}]", "not_an_object", _("An object must stand here."))

    def _title(self, said: Any, path: str, instead: str) -> str:
        """The topic's words. A line without any still has its hours: it is kept and noted."""
        title = self._text(said, path, TITLE_LENGTH)
        self.nameless += not title
        return title or instead or "—"

    def _text(self, said: Any, path: str, most: int) -> str:
        if said is None:
            return ""
        if isinstance(said, bool | list | dict):
            self._fault(path, "not_text", _("Words must stand here."))
            return ""
        whole = str(said).encode("utf-8", "replace").decode()  # half a sign cannot be stored
        text = " ".join(clean(whole.replace("\x00", "")).split())
        if len(text) > most:
            self._fault(path, "too_long", _("Longer than %(most)s characters.") % {"most": most})
        return text[:most]

    def _number(self, said: Any, path: str, *, most: int = MOST_HOURS) -> Decimal | None:
        if said is None or said == "":
            return None
        try:
            found = None if isinstance(said, bool) else Decimal(str(said).replace(",", "."))
        except InvalidOperation:
            found = None
        if found is None or not found.is_finite() or not 0 <= found <= most:
            message = _("A number from 0 to %(most)s must stand here.") % {"most": most}
            self._fault(path, "not_a_number", message)
            return None
        return found

    def _fault(self, path: str, code: str, message: str) -> None:
        self.faults.add(Place(self.file, column=path), code, message)
