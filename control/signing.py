"""The key with which an installation signs its figures, and the check of a signature (Ed25519).

The private part lies in a file beside the other secrets and never leaves the installation; the
public part, 32 bytes as base64, is what the municipality enters for the school."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from django.conf import settings
from django.utils.translation import gettext as _

from core.refusal import Refused

# Signed together with the contents, so a signature of something else is none of figures.
PURPOSE = b"ej-figures\n"


def sign(contents: bytes) -> str:
    """The signature of these bytes by this installation, as base64."""
    return base64.b64encode(_own_key().sign(PURPOSE + contents)).decode()


def own_public_key() -> str:
    """What the municipality enters for this installation. Raises Refused where there is no key."""
    return base64.b64encode(_own_key().public_key().public_bytes_raw()).decode()


def own_public_key_or_none() -> str | None:
    """The same for a page: None where this installation signs nothing."""
    try:
        return own_public_key()
    except Refused:
        return None


def is_signed(contents: bytes, *, signature: str, public_key: str) -> bool:
    """Whether the owner of the public key signed exactly these bytes."""
    try:
        key = Ed25519PublicKey.from_public_bytes(_bytes(public_key))
        key.verify(_bytes(signature), PURPOSE + contents)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_public_key(text: str) -> bool:
    """Whether this is the public part of such a key."""
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(text))
    except ValueError:
        return False
    return True


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError from error


def _own_key() -> Ed25519PrivateKey:
    path = Path(settings.FIGURES_KEY_FILE)
    try:
        return Ed25519PrivateKey.from_private_bytes(_bytes(path.read_text("ascii").strip()))
    except (OSError, ValueError) as error:
        raise Refused(
            "no_key",
            _("There is no key in %(path)s: manage.py figures_key makes one.") % {"path": path},
        ) from error


def make_key() -> bool:
    """Write a new key that only its owner may read, whole or not at all. False: there is one."""
    path = Path(settings.FIGURES_KEY_FILE)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()) + b"\n")
    try:
        os.link(fresh, path)  # whoever was first stays
    except FileExistsError:
        return False
    finally:
        fresh.unlink()
    return True
