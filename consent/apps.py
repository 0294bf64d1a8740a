"""Applications, consents, contacts: who may see which child."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    name = "consent"
    verbose_name = _("Consents")

    def ready(self) -> None:
        from consent import regulation  # noqa: F401  (fills the register of rules)
        from consent.imports import ImportedContacts, addresses_in_use
        from consent.permissions import may_send_to_contact
        from core.registry import address_books, contact_books, contact_guards

        contact_books.append(ImportedContacts())
        contact_guards.append(may_send_to_contact)
        address_books.append(addresses_in_use)
