"""How people of a school log in: allauth with our own borders."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by himself: the school enters people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
