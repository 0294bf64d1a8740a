"""From a cell to a value: dates, numbers and words however a school has typed them.

A reader takes a cell that is not blank and returns its value, or raises BadCell with a code and a
message that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.imports.faults import BadCell
from core.text import Name

Reader = Callable[[Any], Any]

_DOTTED = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_AFTER_DATE = re.compile(r"([ T]0{1,2}:00(:00(\.0+)?)?|\s*г(ода|\.)?)$", re.IGNORECASE)
_EXCEL_ZERO = date(1899, 12, 30)
_WORD = re.compile(r"[^\W\d_]")


def as_text(value: Any) -> str:
    """The cell as one line of text: 5.0 is «5», a date is 01.09.2025."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
    return " ".join(str(value).split())


def text(limit: int = 200) -> Reader:
    def read(value: Any) -> str:
        found = as_text(value)
        if len(found) > limit:
            raise BadCell(
                "too_long",
                _("The text is longer than %(limit)s characters. Shorten it.") % {"limit": limit},
            )
        return found

    return read


def lines(limit: int = 500) -> Reader:
    """Text that keeps its line breaks."""

    def read(value: Any) -> str:
        found = value if isinstance(value, str) else as_text(value)
        return found if len(found) <= limit else text(limit)(value)

    return read


def name_part(value: Any) -> str:
    """A last name, a first name or a patronymic, its capitals mended where all are small or big."""
    found = text(80)(value)
    if not _WORD.search(found) or any(sign.isdigit() for sign in found):
        raise BadCell("bad_name", _("A name consists of letters. Correct it."))
    return found.title() if found.isupper() or found.islower() else found


def full_name(value: Any) -> Name:
    """«Иванов Иван Петрович»; what follows the first name is the patronymic, «Рашид оглы» too."""
    words = name_part(value).split()
    if len(words) < 2:
        raise BadCell("name_incomplete", _("Write the last name and the first name."))
    if any(word.endswith(".") for word in words[1:]):
        raise BadCell("name_initials", _("Write the first name whole, not as an initial."))
    return Name(words[0], words[1], " ".join(words[2:]))


def day(value: Any) -> date:
    """A date: Excel's own, its serial number, 01.09.2025, 2025-09-01."""
    match value:
        case datetime():
            return _plausible(value.date())
        case date():
            return _plausible(value)
        case bool():
            raise _bad_date()
        case int() | float():
            return _plausible(_from_serial(float(value)))
    found = _AFTER_DATE.sub("", as_text(value))
    if found.isdecimal() and len(found) == 5:
        return _plausible(_from_serial(float(found)))
    for pattern, order in ((_DOTTED, (3, 2, 1)), (_ISO, (1, 2, 3))):
        if match_ := pattern.fullmatch(found):
            try:
                return _plausible(date(*(int(match_[part]) for part in order)))
            except ValueError as error:
                raise BadCell("no_such_date", _("There is no such day. Correct it.")) from error
    raise _bad_date()


def birth_day(value: Any) -> date:
    """A day of birth: in the past, nobody older than 110."""
    found = day(value)
    if not date.today().year - 110 < found.year or found > date.today():
        raise BadCell("date_out_of_range", _("Nobody is born on that day. Correct the date."))
    return found


def _from_serial(serial: float) -> date:
    if not 1 <= serial < 80_000:
        raise _bad_date()
    return _EXCEL_ZERO + timedelta(days=int(serial))


def _plausible(found: date) -> date:
    if not 1900 <= found.year <= 2100:
        raise BadCell("date_out_of_range", _("The year of this date cannot be right."))
    return found


def _bad_date() -> BadCell:
    return BadCell("bad_date", _("Write the date as 01.09.2025."))


def number(low: Decimal | int, high: Decimal | int) -> Reader:
    """A number, whole or not, typed as a number or as text («1 024», «0,5»)."""

    def read(value: Any) -> Decimal:
        if isinstance(value, bool | date | time):
            raise _not_a_number()
        try:
            found = Decimal(as_text(value).replace(" ", "").replace(",", "."))
        except InvalidOperation as error:
            raise _not_a_number() from error
        if not found.is_finite() or not low <= found <= high:
            raise BadCell(
                "out_of_range",
                _("The number must lie between %(low)s and %(high)s.") % {"low": low, "high": high},
            )
        return found

    return read


def whole(low: int, high: int) -> Reader:
    """A whole number."""
    any_number = number(low, high)

    def read(value: Any) -> int:
        found = any_number(value)
        if found != int(found):
            raise BadCell("not_whole", _("The number must be a whole one."))
        return int(found)

    return read


def _not_a_number() -> BadCell:
    return BadCell("not_a_number", _("Write a number in digits."))


def clock(value: Any) -> time:
    """A time of day: Excel's own, 8:30, 08.30, 8-30."""
    match value:
        case datetime():
            return value.time().replace(second=0, microsecond=0)
        case time():
            return value.replace(second=0, microsecond=0)
        case float() if 0 <= value < 1:
            minutes = round(value * 24 * 60)
            return time(minutes // 60 % 24, minutes % 60)
    found = re.fullmatch(r"(\d{1,2})\s*[:.\-]\s*(\d{2})(:00)?", as_text(value))
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise BadCell("bad_time", _("Write the time as 8:30."))
    return time(int(found[1]), int(found[2]))


def span(value: Any) -> tuple[time, time]:
    """«8:30–9:15», «8.30 - 9.15»."""
    parts = re.split(r"\s*[–—]\s*|\s+-\s+|(?<=\d\d)-(?=\d)", as_text(value))
    if len(parts) != 2:
        raise BadCell("bad_time", _("Write begin and end as 8:30–9:15."))
    return clock(parts[0]), clock(parts[1])


def phones(value: Any) -> tuple[str, ...]:
    """One telephone number or several, as +7 and ten digits; foreign ones begin with +."""
    return tuple(
        _phone(part) for part in re.split(r"[,;\n]| и ", _telephone_text(value)) if part.strip()
    )


def _telephone_text(value: Any) -> str:
    return value if isinstance(value, str) else as_text(value)


def _phone(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    if re.search(r"[^\W\d_]{3,}", written):
        raise _bad_phone()
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    if len(digits) == 10:
        return f"+7{digits}"
    if written.strip().startswith("+") and 11 <= len(digits) <= 15:
        return f"+{digits}"
    raise _bad_phone()


def _bad_phone() -> BadCell:
    return BadCell("bad_phone", _("Write the number with its code: +7 900 123-45-67."))


def emails(value: Any) -> tuple[str, ...]:
    """One e-mail address or several."""
    found = tuple(text(120)(part) for part in re.split(r"[,;\s]+", as_text(value)) if part)
    try:
        for address in found:
            validate_email(address)
    except ValidationError as error:
        raise BadCell("bad_email", _("This is no e-mail address. Correct it.")) from error
    return found


def yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    return choice({True: _YES, False: _NO})(value)


_YES = ("да", "yes", "y", "true", "1", "+", "v", "x", "х", "есть")
_NO = ("нет", "no", "n", "false", "0", "-", "–", "—")


def choice(words: Mapping[Any, tuple[str, ...]]) -> Reader:
    """One of the values, by any of its words. The first word of each is named when none fits."""
    by_word = {folded(word): value for value, spoken in words.items() for word in spoken}

    def read(value: Any) -> Any:
        found = folded(as_text(value))
        if found not in by_word:
            raise BadCell(
                "unknown_choice",
                _("Write one of: %(words)s.")
                % {"words": ", ".join(spoken[0] for spoken in words.values())},
            )
        return by_word[found]

    return read


def listing(read_one: Reader) -> Reader:
    """Several values, separated by commas, semicolons or lines."""

    def read(value: Any) -> tuple[Any, ...]:
        written = value if isinstance(value, str) else as_text(value)
        return tuple(
            read_one(part.strip()) for part in re.split(r"[,;\n]", written) if part.strip()
        )

    return read


def folded(written: str) -> str:
    """Text as it is compared: case, ё and outer dots aside, one space between words."""
    return " ".join(written.casefold().replace("ё", "е").split()).strip(" .")
