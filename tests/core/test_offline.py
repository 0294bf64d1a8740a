"""What a browser is given to work for hours without a network, and what logging out takes away."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests import builders as b


def test_the_service_worker_is_public_asked_for_anew_and_names_its_version(client):
    answer = client.get("/sw.js")

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.content.decode().startswith('const VERSION = "unhashed";\n')


@pytest.mark.parametrize("path", ["/s/1/day/", "/s/1/lessons/7/", "/s/1/journals/7/"])
def test_pages_of_a_teachers_day_may_be_kept(client, path):
    assert _kept(client).fullmatch(path)


@pytest.mark.clause("2.6")
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/diary/", "/s/1/diary/2/", "/s/1/diary/2/marks/", "/s/1/people/2/"),
        *("/s/1/journals/", "/s/1/lessons/7/cells/2/history/", "/accounts/login/"),
    ],
)
def test_pages_of_families_and_of_registers_are_never_kept(client, path):
    assert not _kept(client).fullmatch(path)


def _kept(client):
    found = re.search(r"const KEPT = /\^(.+)\$/;", client.get("/sw.js").content.decode())
    return re.compile(found[1].replace("\\/", "/"))


def test_the_installed_journal_has_a_russian_name_and_icons_that_are_there(client):
    answer = client.get("/journal.webmanifest")
    shown = answer.json()

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (shown["name"], shown["lang"]) == ("Электронный журнал", "ru")
    for icon in shown["icons"]:
        name = icon["src"].removeprefix(settings.STATIC_URL)
        assert (settings.BASE_DIR / "static" / name).read_bytes().startswith(b"\x89PNG")


@pytest.mark.django_db
def test_a_page_kept_for_long_asks_who_is_there_and_gets_a_fresh_token(client):
    assert client.get("/who/").json() == {"person": None}

    anna = b.an_employee(b.a_school()).person
    inside = b.logged_in(anna)

    assert inside.get("/who/").json() == {"person": anna.pk}
    assert "csrftoken" in inside.cookies
    assert "no-store" in inside.get("/who/").headers["Cache-Control"]


@pytest.mark.django_db
def test_logging_out_makes_the_browser_forget_what_it_kept():
    client = b.logged_in(b.an_employee(b.a_school()).person)
    address = reverse("account_logout")

    assert "Clear-Site-Data" not in client.get(address).headers
    assert client.post(address).headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/who/").json() == {"person": None}
