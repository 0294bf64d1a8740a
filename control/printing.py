"""Papers of control."""

from __future__ import annotations

from control.queries.papers import PrintedChecklist
from control.queries.readiness import OpeningAct
from core.printing import pdf


def opening_act_pdf(act: OpeningAct) -> bytes:
    """The act of opening the year, with places for the signatures."""
    return pdf("control/print/opening.html", {"act": act})


def checklist_pdf(printed: PrintedChecklist) -> bytes:
    """The checklist of papers as it stands (order 2.2)."""
    return pdf("control/print/papers.html", {"printed": printed})
