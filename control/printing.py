"""Papers of control."""

from __future__ import annotations

from control.queries.readiness import OpeningAct
from core.printing import pdf


def opening_act_pdf(act: OpeningAct) -> bytes:
    """The act of opening the year, with places for the signatures."""
    return pdf("control/print/opening.html", {"act": act})
