"""The number of a paper report: twelve digits, the last of which finds a mistyped one.

Digits alone: a scanner types like a keyboard, and under a Russian layout its Latin letters come
out as Russian ones."""

from __future__ import annotations

import secrets

LENGTH = 12
# Damm's table: it finds every single wrong digit and every two neighbours changed about.
_TABLE = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def new_code() -> str:
    """A number nobody can guess from another one."""
    digits = "".join(str(secrets.randbelow(10)) for _n in range(LENGTH - 1))
    return f"{digits}{_check(digits)}"


def shown_code(code: str) -> str:
    """1234 5678 9012, as it is printed beside its picture."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """What was typed or scanned, without spaces and hyphens; "" where it can be no code."""
    digits = "".join(typed.replace("-", " ").split())
    is_code = len(digits) == LENGTH and digits.isascii() and digits.isdecimal()
    return digits if is_code and _check(digits) == "0" else ""


def _check(digits: str) -> str:
    state = "0"
    for digit in digits:
        state = _TABLE[int(state)][int(digit)]
    return state
