"""A school with its own installation hands in its figures, signed (order 3)."""

from __future__ import annotations

import base64
import json
from datetime import date, timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.test import Client

from control.actions.handing_in import accept_figures, enter_installation
from control.actions.snapshots import fix_week
from control.models import OwnInstallation, Snapshot, SnapshotSource
from control.signing import PURPOSE, make_key, own_public_key
from control.week_figures import MOST_BYTES, same_bytes
from core.refusal import Refused
from school.models import Municipality
from tests import builders as b

pytestmark = pytest.mark.django_db
CLOSED = b.moscow(date(2025, 9, 15), "09:00")


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    settings.FIGURES_KEY_FILE = tmp_path / "secrets" / "figures.key"
    make_key()


@pytest.fixture
def school():
    """The school as the municipality knows it."""
    return b.a_school(name="Школа № 7")


@pytest.fixture
def coordinator(school):
    return b.a_coordinator(school.municipality)


@pytest.fixture
def installation(school, coordinator):
    return OwnInstallation.objects.create(
        school=school,
        public_key=own_public_key(),
        since=b.FIRST_DAY,
        entered_by=coordinator,
    )


@pytest.fixture
def document(school, installation, tmp_path):
    """What the command of the school's own installation has written, where the school is another
    row of another municipality but bears the same name."""
    return json.loads(written(tmp_path, name=school.short_name))


def written(folder, *, name, week=b.MONDAY):
    own = b.a_school(name=name, municipality=Municipality.objects.get_or_create(name="Своя")[0])
    b.a_year(own)
    fix_week(school_id=own.pk, week=week, now=CLOSED)
    path = folder / "figures.json"
    call_command("hand_in_figures", week=week, out=path, school=own.pk, verbosity=0)
    return path.read_bytes()


def signed(document, *, key=None):
    """The document signed anew with the school's key, or with another."""
    contents = {name: value for name, value in document.items() if name != "signature"}
    if key is None:
        from control.signing import sign

        return contents | {"signature": sign(same_bytes(contents))}
    raw = key.sign(PURPOSE + same_bytes(contents))
    return contents | {"signature": base64.b64encode(raw).decode()}


def accept(school, document, *, now=CLOSED):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return accept_figures(
        municipality_id=school.municipality_id, body=body, source=SnapshotSource.FILE, now=now
    )


def refused(school, document, **changed):
    with pytest.raises(Refused) as said:
        accept(school, document, **changed)
    assert not Snapshot.objects.filter(school=school).exists()
    return said.value.code


@pytest.mark.clause("3")
def test_signed_figures_are_taken_as_they_are(school, document):
    done = accept(school, document)

    snapshot = Snapshot.objects.get(school=school)
    assert (done.school, done.week, done.is_again) == (school, b.MONDAY, False)
    assert snapshot.figures == document["figures"]
    assert (snapshot.week, snapshot.source) == (b.MONDAY, SnapshotSource.FILE)


@pytest.mark.clause("3")
def test_the_same_document_again_changes_nothing_and_is_no_error(school, document):
    accept(school, document)

    done = accept(school, document, now=CLOSED + timedelta(hours=1))

    assert done.is_again
    assert Snapshot.objects.get(school=school).made_at == CLOSED


def test_other_figures_of_the_same_week_are_refused(school, document):
    accept(school, document)
    document["figures"]["lessons"]["held"] += 1

    with pytest.raises(Refused) as said:
        accept(school, signed(document))

    assert said.value.code == "already_there"
    assert Snapshot.objects.get(school=school).held == 0


def test_a_forged_figure_is_found_by_the_signature(school, document):
    document["figures"]["lessons"]["held"] = 999

    assert refused(school, document) == "bad_signature"


def test_the_signature_of_a_stranger_is_none(school, document):
    assert refused(school, signed(document, key=Ed25519PrivateKey.generate())) == "bad_signature"


def test_a_key_nobody_entered_opens_nothing(school, installation, document):
    stranger = Ed25519PrivateKey.generate()
    public = base64.b64encode(stranger.public_key().public_bytes_raw()).decode()

    assert refused(school, signed(document | {"key": public}, key=stranger)) == "unknown_key"


def test_another_municipality_does_not_know_the_key(document):
    elsewhere = b.a_school(municipality=Municipality.objects.create(name="Другой округ"))

    assert refused(elsewhere, document) == "unknown_key"


def test_figures_of_another_school_in_this_schools_name_are_refused(school, installation, tmp_path):
    other = json.loads(written(tmp_path, name="Школа № 8"))

    assert refused(school, other) == "wrong_school"


def test_a_week_that_is_not_over_is_refused(school, document):
    assert refused(school, document, now=b.moscow(date(2025, 9, 14), "23:59:59")) == "future_week"


@pytest.mark.parametrize("week", ["2025-09-09", "20250908", "soon", 7, None, "2025-08-18"])
def test_a_week_is_a_monday_of_the_time_of_its_own(school, document, week):
    assert refused(school, signed(document | {"week": week})) == "wrong_week"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": "ej-figures/2"}, "wrong_format"),
        ({"child": "Петров Илья"}, "wrong_figures"),
        ({"figures": {}}, "wrong_figures"),
        ({"figures": None}, "wrong_figures"),
        ({"school": None}, "wrong_school"),
        ({"key": 1}, "bad_signature"),
    ],
)
def test_a_document_of_another_shape_is_refused(school, document, change, code):
    assert refused(school, signed(document | change)) == code


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[" * 5000,
        b'{"format": NaN}',
        b'{"format": "ej-figures/1", "format": "ej-figures/1"}',
        b'{"format": "\\ud800"}',
        b'"ej-figures/1"'[:-1],
    ],
)
def test_what_is_no_document_is_refused(school, body):
    assert refused(school, body) in ("no_json", "wrong_format")


def test_a_large_body_is_refused(school):
    assert refused(school, b" " * (MOST_BYTES + 1)) == "too_big"


# ---- over the network ---------------------------------------------------------------------------


def post(school, body):
    return Client(enforce_csrf_checks=True).post(
        f"/m/{school.municipality_id}/figures/", body, content_type="application/json"
    )


@pytest.mark.clause("3")
@time_machine.travel(CLOSED, tick=False)
def test_over_the_network_neither_a_session_nor_a_token_is_asked(school, document):
    body = json.dumps(document).encode()

    first, again = post(school, body), post(school, body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == {
        "accepted": True,
        "again": False,
        "week": "2025-09-08",
        "school": "Школа № 7",
    }
    assert Snapshot.objects.get(school=school).source == SnapshotSource.HTTP


@time_machine.travel(CLOSED, tick=False)
@pytest.mark.parametrize(
    ("spoil", "status", "code"),
    [
        (lambda document: document["figures"].update(child="Петров"), 403, "bad_signature"),
        (lambda document: document.update(key="x"), 403, "unknown_key"),
        (lambda document: document.pop("week"), 422, "wrong_figures"),
    ],
)
def test_over_the_network_a_refusal_says_why(school, document, spoil, status, code):
    spoil(document)

    answer = post(school, json.dumps(document).encode())

    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert answer.json()["message"]
    assert not Snapshot.objects.filter(school=school).exists()


def test_a_body_too_large_is_not_read_to_its_end(school):
    assert post(school, b" " * (MOST_BYTES + 10)).status_code == 413


def test_a_municipality_that_does_not_exist_knows_no_key(school, document):
    answer = Client().post(
        "/m/999999/figures/", json.dumps(document), content_type="application/json"
    )

    assert (answer.status_code, answer.json()["error"]) == (403, "unknown_key")


# ---- whose key is whose -------------------------------------------------------------------------


def enter(coordinator, school, **changed):
    said = {
        "actor": coordinator,
        "municipality_id": school.municipality_id,
        "school_id": school.pk,
        "public_key": own_public_key(),
        "since": b.FIRST_DAY,
    }
    return enter_installation(**said | changed)


def test_the_coordinator_enters_a_key_and_changes_it(school, coordinator):
    enter(coordinator, school)
    other = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()

    enter(coordinator, school, public_key=other)

    row = OwnInstallation.objects.get()
    assert (row.school, row.public_key, row.events.count()) == (school, other, 2)


def test_what_is_no_key_and_what_is_another_schools_is_refused(school, coordinator, installation):
    other = b.a_school(name="Школа № 9")
    stranger = b.a_school(municipality=Municipality.objects.create(name="Другой округ"))

    for where, key, code in (
        (other, own_public_key(), "another_school"),
        (other, "Петров", "no_key"),
        (stranger, own_public_key(), "no_school"),
    ):
        with pytest.raises(Refused) as said:
            enter(
                coordinator,
                where,
                public_key=key,
                municipality_id=school.municipality_id,
            )
        assert said.value.code == code


@time_machine.travel(CLOSED, tick=False)
def test_the_coordinator_uploads_the_file_and_reads_what_is_wrong(
    school, coordinator, document, tmp_path
):
    client, path = b.logged_in(coordinator), tmp_path / "f.json"
    address = f"/m/{school.municipality_id}/installations/"
    path.write_text(json.dumps(document | {"week": "2025-09-01"}))
    with path.open("rb") as file:
        wrong = client.post(address, {"file": file})
    path.write_text(json.dumps(document))
    with path.open("rb") as file:
        right = client.post(address, {"file": file})

    assert wrong.status_code == 422
    assert wrong.context["form"].errors["__all__"].data[0].code == "bad_signature"
    assert (right.status_code, Snapshot.objects.get(school=school).source) == (302, "file")


# ---- the school's own side ----------------------------------------------------------------------


def test_the_key_is_made_once_and_only_its_owner_reads_it(settings):
    before = own_public_key()

    again = make_key()

    assert (again, own_public_key()) == (False, before)
    assert settings.FIGURES_KEY_FILE.stat().st_mode & 0o777 == 0o600


def test_without_figures_the_command_says_so(school, tmp_path):
    with pytest.raises(CommandError, match="No figures"):
        call_command("hand_in_figures", out=tmp_path / "x.json", week=b.MONDAY, school=school.pk)


@time_machine.travel(CLOSED, tick=False)
def test_the_school_takes_the_same_document_from_its_page(school, document):
    own = Snapshot.objects.exclude(school=school).get().school
    office = b.an_employee(own, role="administrator").person

    answer = b.logged_in(office).get(f"/s/{own.pk}/control/figures/file/?week=2025-09-08")

    assert answer.json() == document
    assert accept(school, answer.content).week == b.MONDAY
