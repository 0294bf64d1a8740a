"""Addresses of compliance and of excuses."""

from django.urls import path

from control.views import compliance, excuses, exports

_BASE = "s/<int:school_id>/control"
COMPLIANCE = [
    path(f"{_BASE}/compliance/", compliance.compliance, name="compliance"),
    path(f"{_BASE}/compliance/sheet/", exports.compliance_sheet, name="compliance_sheet"),
    path(f"{_BASE}/compliance/print/", exports.compliance_print, name="compliance_print"),
    path(f"{_BASE}/compliance/facts/", compliance.facts, name="facts"),
    path(f"{_BASE}/compliance/facts/sheet/", exports.facts_sheet, name="facts_sheet"),
    path(f"{_BASE}/compliance/facts/print/", exports.facts_print, name="facts_print"),
    path(f"{_BASE}/excuses/", excuses.excuses, name="excuses"),
    path(f"{_BASE}/excuses/<int:excuse_id>/end/", excuses.end, name="excuse_end"),
]
