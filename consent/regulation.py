"""The clauses this room answers for."""

from django.utils.translation import gettext_lazy as _

from core.regulation import Rule, rules

ACCESS_WITH_CONSENT = Rule(
    code="ACCESS_WITH_CONSENT",
    clauses=("2.6",),
    asks=_("No access without a signed application and a signed consent"),
    explained=_(
        "Both papers of a guardian in force open the child's diary, either one withdrawn"
        " closes it at once; the program lets nobody else in."
    ),
)

rules.add(ACCESS_WITH_CONSENT)
