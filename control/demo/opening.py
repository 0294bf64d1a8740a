"""The year opened by name, and the papers the order asks of the school."""

from __future__ import annotations

from datetime import timedelta

from control.demo.world import World
from control.models import LocalPaper, PaperState
from control.papers_asked import PAPERS
from journal.models import YearOpening


def open_the_year(world: World) -> None:
    """The director opened the year in its last days of August, from its first day on (order 2.3);
    two things still lacked, and were accepted."""
    day = world.year.first_day
    YearOpening.objects.create(
        school=world.school,
        year=world.year,
        day=day,
        opened_at=world.moment(day - timedelta(days=3), 15, 40),
        opened_by=world.leaders["director"],
        lacks=[
            {"code": "kin_login", "count": 7, "names": []},
            {"code": "sent", "count": 1, "names": [f"№ {80 + world.number}-о"]},
        ],
        words="Педагогический совет, протокол № 1",
    )


# What the demo's school has not settled yet: some papers are drafts, some acts not looked through.
_DRAFTS = ("help_regulation", "pay")
_NONE = ("classroom", "creative_groups", "chair", "forms_of_education")
_CHANGED = ("job_descriptions", "assessment", "inner_control")


def make_local_papers(world: World) -> None:
    """Most papers of the order's lists are approved or looked through (order 2.2, App. 1–3)."""
    day = world.year.first_day - timedelta(days=4)
    director = world.leaders["director"]
    LocalPaper.objects.bulk_create(
        LocalPaper(
            school=world.school,
            code=code,
            state=_state(code, is_act=paper.is_act),
            day=day,
            order_number="" if code in _DRAFTS else f"{80 + world.number}-о",
            approved_by="" if code in _DRAFTS else f"директор {director.name.short}",
            entered_at=world.moment(day, 16, 10),
            entered_by=world.administrator,
        )
        for code, paper in PAPERS.items()
        if code not in _NONE
    )


def _is_kept(code: str, is_act: bool) -> bool:
    return is_act and code not in (*_CHANGED, *_DRAFTS)


def _state(code: str, *, is_act: bool) -> str:
    if code in _DRAFTS:
        return PaperState.DRAFT
    return PaperState.NO_CHANGE if _is_kept(code, is_act) else PaperState.APPROVED
