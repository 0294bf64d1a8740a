from diary.actions.digests import make_digests, make_digests_of, may_read
from diary.actions.handing import Found, hand_out, scan, take_back, take_signed
from diary.actions.paper import ask_reports, fill_batch, make_due_reports

__all__ = [
    "Found",
    "ask_reports",
    "fill_batch",
    "hand_out",
    "make_digests",
    "make_digests_of",
    "make_due_reports",
    "may_read",
    "scan",
    "take_back",
    "take_signed",
]
