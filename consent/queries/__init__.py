from consent.queries.cards import card_page, openings_page
from consent.queries.classes import class_page, home_page, students_of_class
from consent.queries.papers import printed_forms
from consent.queries.register import applications_page

__all__ = [
    "applications_page",
    "card_page",
    "class_page",
    "home_page",
    "openings_page",
    "printed_forms",
    "students_of_class",
]
