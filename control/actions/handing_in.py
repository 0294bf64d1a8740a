"""Figures that a school with an installation of its own hands in (order 3): written there, signed
with its key, read and kept here. A document that is wrong in anything changes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from control.models import OwnInstallation, Snapshot
from control.signing import is_public_key, is_signed, own_public_key, sign
from control.week_figures import FORMAT, MOST_BYTES, BadShape, check_figures, same_bytes
from control.weeks import closes_at
from core.refusal import Refused, refusing
from school.actions.writing import keep, writing
from school.models import Municipality, Person, School

KEYS = {"format", "school", "week", "made_at", "figures", "key", "signature"}


def signed_document(snapshot: Snapshot) -> bytes:
    """The week's fixed figures as the signed document of this installation. Raises Refused where
    its key cannot be read."""
    school = snapshot.school
    contents = {
        "format": FORMAT,
        "school": {"name": school.short_name, "tax_number": school.tax_number},
        "week": snapshot.week.isoformat(),
        "made_at": snapshot.made_at.isoformat(),
        "figures": snapshot.figures,
        "key": own_public_key(),
    }
    whole = contents | {"signature": sign(same_bytes(contents))}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What was handed in; `is_again`: the same document had been accepted before."""

    school: School
    week: date
    is_again: bool


def accept_figures(*, municipality_id: int, body: bytes, source: str, now: datetime) -> Accepted:
    """Check a document from its size to its last key and keep its figures. Safe to repeat.

    Raises Refused with what is wrong, in words for the school's operator."""
    document = _read(body)
    installation = _sender(municipality_id, document)
    school = installation.school
    _refuse_other_school(document["school"], school)
    week = _week(document["week"], installation, now)
    try:
        check_figures(document["figures"])
    except BadShape as wrong:
        raise Refused(
            "wrong_figures",
            _("The figures are not as the format asks, at “%(place)s”.") % {"place": wrong},
        ) from wrong
    is_new = _keep(document, school, week, source, now)
    return Accepted(school=school, week=week, is_again=not is_new)


def _keep(document: dict, school: School, week: date, source: str, now: datetime) -> bool:
    figures = document["figures"]
    rest = {name: document[name] for name in sorted(KEYS - {"figures", "week"})}
    stands, is_new = Snapshot.objects.get_or_create(
        school=school,
        week=week,
        defaults={
            "figures": figures,
            "made_at": now,
            "source": source,
            "signature": json.dumps(rest, ensure_ascii=False),
        },
    )
    if same_bytes(stands.figures) != same_bytes(figures):
        raise Refused(
            "already_there",
            _("Other figures of this week are accepted already; they are not changed."),
        )
    return is_new


def _read(body: bytes) -> dict[str, Any]:
    if len(body) > MOST_BYTES:
        raise Refused(
            "too_big", _("The file is bigger than %(most)d KB.") % {"most": MOST_BYTES >> 10}
        )
    try:
        document = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=_no_twins, parse_constant=_no_constant
        )
        same_bytes(document)
    except (ValueError, RecursionError) as error:
        raise Refused("no_json", _("This is no file of figures: it cannot be read.")) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Refused(
            "wrong_format",
            _("This is no file of figures in the format “%(format)s”.") % {"format": FORMAT},
        )
    if set(document) != KEYS:
        wrong = sorted(set(document) ^ KEYS)[0][:40]
        raise Refused(
            "wrong_figures",
            _("The figures are not as the format asks, at “%(place)s”.") % {"place": wrong},
        )
    return document


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _value in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _sender(municipality_id: int, document: dict[str, Any]) -> OwnInstallation:
    """Whose key this is in the municipality, if it has really signed the document."""
    key, signature = document["key"], document["signature"]
    if not isinstance(key, str) or not isinstance(signature, str):
        raise Refused("bad_signature", _("The signature does not fit the contents."))
    found = (
        OwnInstallation.objects.filter(school__municipality=municipality_id, public_key=key)
        .select_related("school")
        .first()
    )
    if found is None:
        raise Refused(
            "unknown_key",
            _("The key of this file is entered for no school of the municipality."),
        )
    contents = {name: value for name, value in document.items() if name != "signature"}
    if not is_signed(same_bytes(contents), signature=signature, public_key=found.public_key):
        raise Refused("bad_signature", _("The signature does not fit the contents."))
    return found


def _refuse_other_school(said: Any, school: School) -> None:
    """The key is one school's; figures of another one in that name are a mistake."""
    said = said if isinstance(said, dict) else {}
    if school.tax_number and said.get("tax_number"):
        is_same = said["tax_number"] == school.tax_number
    else:
        names = {school.short_name.casefold(), school.name.casefold()}
        is_same = str(said.get("name", "")).casefold() in names
    if not is_same:
        raise Refused(
            "wrong_school",
            _("The key belongs to %(school)s, the figures to another school.")
            % {"school": school.short_name},
        )


def _week(said: Any, installation: OwnInstallation, now: datetime) -> date:
    try:
        week = date.fromisoformat(said)
    except (TypeError, ValueError) as error:
        raise Refused("wrong_week", _("The week is not a day.")) from error
    if week.weekday() or week.isoformat() != said:
        raise Refused("wrong_week", _("A week is named by its Monday."))
    if now < closes_at(week, zone=installation.school.zone):
        raise Refused("future_week", _("This week is not over yet."))
    if closes_at(week, zone=installation.school.zone).date() <= installation.since:
        raise Refused("wrong_week", _("The school has its own installation only since later."))
    return week


# ---- whose key is whose -------------------------------------------------------------------------


def enter_installation(
    *,
    actor: Person,
    municipality_id: int,
    school_id: int,
    public_key: str,
    since: date,
) -> OwnInstallation:
    """The coordinator enters a school's public key: from `since` on its figures come from there.
    A new key takes the place of the old one.

    Raises Refused for what is no such key, and for a school of another municipality."""
    other = Refused("another_school", _("Another school has this key."), field="public_key")
    with refusing(control_installation_key_once=other), writing(actor=actor, field="public_key"):
        if not is_public_key(public_key):
            raise Refused(
                "no_key", _("This is no public key: 44 characters are asked."), field="public_key"
            )
        municipality = Municipality.objects.get(pk=municipality_id)
        school = municipality.schools.filter(pk=school_id).first()
        if school is None:
            raise Refused("no_school", _("There is no such school here."), field="school")
        taken = OwnInstallation.objects.filter(public_key=public_key).exclude(school=school)
        if taken.exists():
            raise other
        row = OwnInstallation.objects.filter(school=school).first()
        row = row or OwnInstallation(school=school)
        row.public_key, row.since, row.entered_by = public_key, since, actor
        return keep(row)


def end_installation(*, actor: Person, installation: OwnInstallation) -> None:
    """From now on the school's figures are counted here again; what was handed in stays."""
    with writing(actor=actor):
        installation.delete()
