"""The checklist of papers: which the school has, in which version, by which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise

from control.models import LocalPaper, PaperState
from control.papers_asked import CLAUSES, PAPERS, PaperAsked, Part, papers_of
from school.models import School

SETTLED = (PaperState.APPROVED, PaperState.NO_CHANGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One paper of the checklist: the version in force, a newer draft, all versions."""

    asked: PaperAsked
    in_force: LocalPaper | None
    draft: LocalPaper | None
    versions: tuple[LocalPaper, ...]

    @property
    def is_settled(self) -> bool:
        """Ticked: approved, or looked through and left as it is."""
        return self.in_force is not None

    @property
    def state(self) -> str:
        """none, draft, approved, no_change: of the version in force, else of the draft."""
        row = self.in_force or self.draft
        return row.state if row else "none"

    @property
    def shown(self) -> LocalPaper | None:
        return self.in_force or self.draft

    @property
    def earlier(self) -> tuple[LocalPaper, ...]:
        """All versions but those on show."""
        return tuple(row for row in self.versions if row not in (self.in_force, self.draft))


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperList:
    """One list of the order with how many of its papers are settled."""

    part: Part
    clause: str | Promise
    rows: tuple[PaperRow, ...]

    @property
    def label(self) -> str | Promise:
        return self.part.label

    @property
    def settled(self) -> int:
        return sum(row.is_settled for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersPage:
    """The checklist. Who only reads sees what is in force."""

    lists: tuple[PaperList, ...]
    may_change: bool

    @property
    def has_any(self) -> bool:
        """Whether anything is in force."""
        return any(one.settled for one in self.lists)

    @property
    def kit(self) -> PaperList:
        return self.lists[0]

    @property
    def of_order(self) -> PaperList:
        return self.lists[1]

    @property
    def acts(self) -> tuple[PaperList, ...]:
        """The three lists of App. 3."""
        return self.lists[2:]

    @property
    def acts_settled(self) -> int:
        return sum(one.settled for one in self.acts)

    @property
    def acts_asked(self) -> int:
        return sum(len(one.rows) for one in self.acts)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """One paper with all its versions."""

    row: PaperRow
    may_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedChecklist:
    """The checklist on paper."""

    school: School
    page: PapersPage
    day: date


def papers_page(school_id: int, *, may_change: bool) -> PapersPage:
    """The whole checklist in one statement."""
    rows = _rows(_versions(school_id), with_drafts=may_change)
    return PapersPage(
        lists=tuple(
            PaperList(
                part=part,
                clause=CLAUSES[part],
                rows=tuple(rows[paper.code] for paper in papers_of(part)),
            )
            for part in Part
        ),
        may_change=may_change,
    )


def paper_page(school_id: int, code: str, *, may_change: bool) -> PaperPage:
    """One paper; `code` is one of the checklist's."""
    rows = _rows(_versions(school_id).filter(code=code), with_drafts=may_change)
    return PaperPage(row=rows[code], may_change=may_change)


def printed_checklist(school_id: int, *, day: date) -> PrintedChecklist:
    """The checklist on paper, as it stands on the day."""
    return PrintedChecklist(
        school=School.objects.get(pk=school_id),
        page=papers_page(school_id, may_change=True),
        day=day,
    )


def paper_version(school_id: int, pk: int, *, with_drafts: bool) -> LocalPaper | None:
    """One version of a paper of this school; drafts only for those who work on them."""
    found = _versions(school_id).filter(pk=pk)
    if not with_drafts:
        found = found.filter(state__in=SETTLED)
    return found.first()


def settled_papers(school_id: int) -> dict[str, tuple[int, int]]:
    """By clause: how many papers are settled, and how many are asked. For other pages."""
    page = papers_page(school_id, may_change=True)
    kit, order = page.kit, page.of_order
    return {
        "A1": (kit.settled, len(kit.rows)),
        "A2 1": (order.settled, len(order.rows)),
        "A3": (page.acts_settled, page.acts_asked),
    }


def files_of_papers(file_ids: Collection[int], since: datetime) -> set[int]:
    """Of these files, those of papers: a version is never taken away, nor its file. Those that
    a version named before are kept for their days."""
    ids = list(file_ids)
    used = set(LocalPaper.objects.filter(file__in=ids).values_list("file_id", flat=True))
    events = apps.get_model("control", "LocalPaperEvent").objects
    return used | set(
        events.filter(file_id__in=ids, pgh_created_at__gte=since).values_list("file_id", flat=True)
    )


def _versions(school_id: int) -> QuerySet[LocalPaper]:
    return (
        LocalPaper.objects.filter(school_id=school_id)
        .select_related("file", "entered_by")
        .order_by("code", "-version")
    )


def _rows(versions: Iterable[LocalPaper], *, with_drafts: bool) -> dict[str, PaperRow]:
    by_code: dict[str, list[LocalPaper]] = defaultdict(list)
    for version in versions:
        if with_drafts or version.state in SETTLED:
            by_code[version.code].append(version)
    return {code: _row(paper, by_code.get(code, [])) for code, paper in PAPERS.items()}


def _row(paper: PaperAsked, versions: list[LocalPaper]) -> PaperRow:
    """The newest settled version is in force; a draft counts only if it is newer."""
    in_force = next((row for row in versions if row.state in SETTLED), None)
    newest = versions[0] if versions else None
    return PaperRow(
        asked=paper,
        in_force=in_force,
        draft=newest if newest and newest.state == PaperState.DRAFT else None,
        versions=tuple(versions),
    )
