"""The device's own clock: when something was typed that reached the server later.

The server's time decides and stands in every record; the device's is kept beside it, so that a
day without a network can be told from a day of forgetting (design.md section 4)."""

from __future__ import annotations

from datetime import datetime, timedelta

AT_ONCE = timedelta(seconds=60)
LONGEST = timedelta(days=14)


def typed_before(typed: str, sent: str, *, now: datetime) -> datetime | None:
    """When it was typed, in server time; None where it was sent at once, or where the device says
    nothing that can be believed.

    `typed` and `sent` are moments of the device (ISO 8601, with a zone). Clocks in schools go
    wrong, so only the time between them is believed: it is counted back from `now`."""
    typed_at, sent_at = _moment(typed), _moment(sent)
    if typed_at is None or sent_at is None:
        return None
    waited = sent_at - typed_at
    return now - waited if AT_ONCE < waited <= LONGEST else None


def _moment(raw: str) -> datetime | None:
    if not raw or len(raw) > 40:
        return None
    try:
        moment = datetime.fromisoformat(raw)
        return moment if moment.tzinfo and moment.utcoffset() is not None else None
    except (ValueError, OverflowError):
        return None
