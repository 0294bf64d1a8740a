"""manage.py figures_key: the key this installation signs its weekly figures with."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from control.signing import make_key, own_public_key
from core.refusal import Refused


class Command(BaseCommand):
    help = "Show the public key of this installation; make the key where there is none."

    def handle(self, **_options: object) -> None:
        if make_key():
            self.stderr.write(
                f"A new key was made: {settings.FIGURES_KEY_FILE}\n"
                "Send the line below to the municipal coordinator, who enters it for the school."
            )
        try:
            self.stdout.write(own_public_key())
        except Refused as refused:
            raise CommandError(" ".join(refused.messages)) from refused
