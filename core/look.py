"""How pages look in this browser: theme and print size, kept in cookies."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

YEAR = 365 * 24 * 3600
THEMES = [("auto", _("as the device")), ("light", _("light")), ("dark", _("dark"))]
PRINTS = [("usual", _("usual")), ("large", _("large print, strong contrast"))]


def look(request: HttpRequest) -> dict[str, object]:
    """For the base template: `look.theme` and `look.print`."""
    theme, size = request.COOKIES.get("theme", "auto"), request.COOKIES.get("print", "usual")
    return {
        "look": {
            "theme": theme if theme in dict(THEMES) else "auto",
            "print": size if size in dict(PRINTS) else "usual",
        }
    }
