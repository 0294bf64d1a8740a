"""What an import would do, as plain values: kept with the job, shown on the page, printed."""

from __future__ import annotations

from typing import Any

from core.imports.batch import Batch
from core.imports.plan import Outcome
from core.imports.sheets import register_names

# Changes of each register that are shown one by one; the rest is counted.
SAMPLE = 8


def preview_of(batch: Batch) -> dict[str, Any]:
    """Counts by register, faults, a sample of changes, and the plan's fingerprint."""
    return {
        "counts": _counts(batch),
        "faults": [fault.as_json() for fault in batch.faults],
        "more_faults": batch.faults.more,
        "all_faults": len(batch.faults),
        "notices": batch.notices,
        "samples": _samples(batch),
        "changes": sum(1 for entry in batch.plan.entries if entry.outcome != Outcome.UNCHANGED),
        "fingerprint": batch.plan.fingerprint(),
    }


def _counts(batch: Batch) -> list[dict[str, Any]]:
    return [
        {"register": register, "label": str(register_names.get(register, register)), **row}
        for register, row in batch.plan.counts().items()
    ]


def _samples(batch: Batch) -> list[dict[str, Any]]:
    shown: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for entry in batch.plan.entries:
        if entry.outcome == Outcome.UNCHANGED:
            continue
        rows = shown.setdefault((entry.register, entry.outcome), [])
        if len(rows) < SAMPLE:
            rows.append({"label": entry.label, "changes": entry.changes[:4]})
    return [
        {
            "register": register,
            "label": str(register_names.get(register, register)),
            "outcome": outcome,
            "rows": rows,
        }
        for (register, outcome), rows in shown.items()
    ]
