"""What a guardian reads instead of the diary while a paper is missing: what to sign and where,
and nothing of the child (order 2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from consent.children import Child
from consent.models import DataConsent, Paper, ServiceApplication
from consent.permissions import PapersMissing
from school.models import School


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperStanding:
    """How one of the two papers stands: in force, ended on a day, not yet, or never signed."""

    is_in_force: bool
    ended_on: date | None = None
    starts_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What one child's record lacks to open to this guardian."""

    school: School
    guardianship_id: int
    application: PaperStanding
    consent: PaperStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationPage:
    lacking: tuple[Lacking, ...]


def explained(request: HttpRequest, missing: PapersMissing) -> HttpResponse:
    """The explanation instead of a child's page; status 403."""
    return explained_home(request, [missing.child])


def explained_home(request: HttpRequest, closed: Sequence[Child]) -> HttpResponse:
    """The explanation for all of a guardian's children. Http404 for who is no guardian here."""
    if not closed:
        raise Http404
    page = ExplanationPage(lacking=tuple(_lacking(closed)))
    response = render(request, "consent/explanation.html", {"page": page}, status=403)
    add_never_cache_headers(response)
    return response


def _lacking(closed: Sequence[Child]) -> list[Lacking]:
    ids = [child.guardianship_id for child in closed]
    schools = School.objects.in_bulk({child.school_id for child in closed})
    applications = _latest(ServiceApplication, ids)
    consents = _latest(DataConsent, ids)
    return [
        Lacking(
            school=schools[child.school_id],
            guardianship_id=child.guardianship_id or 0,
            application=_standing(applications.get(child.guardianship_id), child.today),
            consent=_standing(consents.get(child.guardianship_id), child.today),
        )
        for child in closed
    ]


def _latest(model: type[Paper], ids: Sequence[int | None]) -> dict[int | None, Paper]:
    papers = model.objects.filter(guardianship_id__in=ids).order_by("signed_on", "pk")
    return {paper.guardianship_id: paper for paper in papers}


def _standing(paper: Paper | None, today: date) -> PaperStanding:
    if paper is None:
        return PaperStanding(is_in_force=False)
    if paper.is_in_force(today):
        return PaperStanding(is_in_force=True)
    if paper.ended_on:
        return PaperStanding(is_in_force=False, ended_on=paper.ended_on)
    return PaperStanding(is_in_force=False, starts_on=paper.signed_on)
