"""Pages of the papers, for axe and for the eye."""

from __future__ import annotations


def _school(village, rest: str) -> str:
    return f"/s/{village.school.pk}/{rest}"


def _guardian(village) -> str:
    return _school(village, f"consent/guardianship/{village.guardianship.pk}/")


PAGES = [
    ("consent-home", "administrator", lambda v: _school(v, "consent/")),
    ("consent-class", "homeroom", lambda v: _school(v, f"consent/class/{v.school_class.pk}/")),
    ("consent-card", "administrator", _guardian),
    ("consent-applications", "administrator", lambda v: _school(v, "consent/applications/")),
    (
        "consent-openings",
        "administrator",
        lambda v: _school(v, f"consent/student/{v.student.pk}/openings/"),
    ),
    ("diary-closed", "guardian_no_consent", lambda v: _school(v, f"diary/{v.student.pk}/")),
    ("diary-withdrawn", "guardian_withdrawn", lambda v: _school(v, f"diary/{v.student.pk}/")),
]
