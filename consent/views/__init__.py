from consent.views.cards import (
    add_contact,
    card,
    change_contact,
    declare_informing,
    openings,
    withdraw,
)
from consent.views.classes import applications, home, papers_of_class, register
from consent.views.printed import applications_pdf, blank_forms, class_forms, guardian_forms

__all__ = [
    "add_contact",
    "applications",
    "applications_pdf",
    "blank_forms",
    "card",
    "change_contact",
    "class_forms",
    "declare_informing",
    "guardian_forms",
    "home",
    "openings",
    "papers_of_class",
    "register",
    "withdraw",
]
