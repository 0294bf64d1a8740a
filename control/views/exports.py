"""Pages of compliance as files: the same days, filters and numbers as the address shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from control.asked import Asked
from control.compliance_sheet import compliance_book, fact_heads, facts_book, filters_said
from control.facts_shown import moment, printed_facts
from control.figures_shown import printed_figures
from control.heat_shown import heading, printed_heat
from control.templatetags.compliance import states
from control.views.compliance import asked_facts, asked_page
from core.printing import pdf
from school.permissions import school_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A year of a large school; more than that nobody reads on.
MOST_LINES = 100_000
# What is printed is read by people: a thousand lines are forty sheets.
MOST_PRINTED = 1000


@require_GET
def compliance_sheet(request: HttpRequest, school_id: int) -> HttpResponse:
    """The figures as a workbook."""
    page = asked_page(request, school_id)
    return _file(compliance_book(page), XLSX, _name("compliance", page.asked, "xlsx"))


@require_GET
def compliance_print(request: HttpRequest, school_id: int) -> HttpResponse:
    """The figures on paper."""
    page = asked_page(request, school_id)
    here = school_for(request, school_id, to="control.view_school")
    shown = {
        "page": page,
        "school": here.school,
        "said": filters_said(page.asked, page.choices),
        "looked": dict(states())[page.asked.state],
        "figures": printed_figures(page),
        "heat": printed_heat(page),
        "heading": heading(page.asked.by),
        "printed_at": moment(page.now),
    }
    paper = pdf("control/print/compliance.html", shown)
    return _file(paper, "application/pdf", _name("compliance", page.asked, "pdf"))


@require_GET
def facts_sheet(request: HttpRequest, school_id: int) -> HttpResponse:
    """The whole list as a workbook, all its pages."""
    page = asked_facts(request, school_id, most=MOST_LINES)
    return _file(facts_book(page), XLSX, _name("lessons", page.asked, "xlsx"))


@require_GET
def facts_print(request: HttpRequest, school_id: int) -> HttpResponse:
    """The list on paper; a very long one is cut and says so."""
    page = asked_facts(request, school_id, most=MOST_PRINTED)
    here = school_for(request, school_id, to="control.view_school")
    shown = {
        "page": page,
        "school": here.school,
        "said": filters_said(page.asked, page.choices),
        "looked": dict(states())[page.asked.state],
        "heads": fact_heads(),
        "rows": printed_facts(page),
        "printed_at": moment(timezone.now()),
    }
    paper = pdf("control/print/facts.html", shown)
    return _file(paper, "application/pdf", _name("lessons", page.asked, "pdf"))


def _name(what: str, asked: Asked, ending: str) -> str:
    return f"{what}-{asked.first:%Y-%m-%d}-{asked.last:%Y-%m-%d}.{ending}"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
