"""Print a .env for docker-compose.yml with fresh secrets.

python3 -m tools.make_env DOMAIN > .env
"""

from __future__ import annotations

import secrets
import sys

from tools.paths import CHECKOUT

SECRETS = (
    "SECRET_KEY",
    "POSTGRES_PASSWORD",
    "EJ_OWNER_PASSWORD",
    "EJ_WEB_PASSWORD",
    "VALKEY_PASSWORD",
)


def filled(example: str, domain: str) -> str:
    """The example with the domain and a new secret wherever one is missing."""
    lines = []
    for text in example.splitlines():
        name = text.partition("=")[0]
        if name in SECRETS:
            text = f"{name}={secrets.token_hex(32)}"
        if name == "DOMAIN":
            text = f"DOMAIN={domain}"
        lines.append(text)
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print(filled((CHECKOUT / ".env.example").read_text(), sys.argv[1]))
