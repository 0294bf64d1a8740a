from consent.actions.contacts import confirm_contact, end_contact, enter_contact
from consent.actions.informing import choose_informing
from consent.actions.papers import (
    PaperEntry,
    PaperKind,
    Registered,
    TableRefused,
    next_number,
    register_papers,
    withdraw_application,
    withdraw_consent,
)

__all__ = [
    "PaperEntry",
    "PaperKind",
    "Registered",
    "TableRefused",
    "choose_informing",
    "confirm_contact",
    "end_contact",
    "enter_contact",
    "next_number",
    "register_papers",
    "withdraw_application",
    "withdraw_consent",
]
