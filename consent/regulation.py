"""The clauses this room answers for."""

from django.utils.translation import gettext_lazy as _

from core.regulation import Rule, rules

ACCESS_WITH_CONSENT = Rule(
    code="ACCESS_WITH_CONSENT",
    clauses=("2.6",),
    asks=_("No access without a signed application and a signed consent"),
)

rules.add(ACCESS_WITH_CONSENT)
