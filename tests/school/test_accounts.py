"""How people get in: password, second factor, session list; nobody signs up."""

import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from school.models import Person, Role
from tests import builders as b

pytestmark = pytest.mark.django_db


def log_in(client, login, password=b.PASSWORD):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def prove_again(client):
    """Safety settings ask for the password once more."""
    client.post(reverse("account_reauthenticate"), {"password": b.PASSWORD, "next": "/"})


def totp_now(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_totp(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


@pytest.mark.parametrize("typed", ["anna", "ANNA", "anna@example.org"])
def test_one_logs_in_by_login_name_or_e_mail(client, typed):
    b.a_person(login="anna", email="anna@example.org")

    answer = log_in(client, typed)

    assert answer.status_code == 302
    assert answer.url == reverse("school:home")


def test_a_wrong_password_is_said_at_the_form_and_nothing_typed_is_lost(client):
    b.a_person(login="anna")

    answer = log_in(client, "anna", "wrong")

    assert answer.status_code == 200
    assert 'value="anna"' in answer.content.decode()


def test_five_wrong_passwords_close_the_login_name_for_a_while(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.RATE_LIMITS
    b.a_person(login="anna")
    for _ in range(5):
        log_in(client, "anna", "wrong")

    answer = log_in(client, "anna")

    assert answer.status_code == 200
    assert not client.session.get("_auth_user_id")


def test_wrong_passwords_of_one_do_not_close_the_school_for_others(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.RATE_LIMITS
    b.a_person(login="anna")
    b.a_person(login="boris")
    for _ in range(5):
        log_in(client, "anna", "wrong")

    assert log_in(client, "boris").status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_signs_up(client, method):
    answer = getattr(client, method)(
        reverse("account_signup"),
        {"username": "eva", "password1": b.PASSWORD, "password2": b.PASSWORD},
    )

    assert answer.status_code == 403
    assert not Person.objects.filter(login="eva").exists()


def test_a_password_is_reset_by_a_link_sent_to_a_known_e_mail(client):
    b.a_person(login="anna", email="anna@example.org")

    client.post(reverse("account_reset_password"), {"email": "anna@example.org"})

    assert [letter.to for letter in mail.outbox] == [["anna@example.org"]]
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    page = client.get(link, follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": "new long secret", "password2": "new long secret"}
    )
    assert log_in(Client(), "anna", "new long secret").status_code == 302


def test_nothing_is_sent_to_an_unknown_e_mail(client):
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})

    assert mail.outbox == []


def test_a_second_step_is_asked_of_who_has_set_one_up(client):
    anna = b.a_person(login="anna")
    secret = with_totp(anna)

    first = log_in(client, "anna")
    second = client.post(reverse("mfa_authenticate"), {"code": totp_now(secret)})

    assert first.url == reverse("mfa_authenticate")
    assert second.url == reverse("school:home")
    assert client.session["second_factor"] is True


def test_staff_reach_no_page_of_the_school_without_a_second_factor(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    school = b.a_school()
    anna = b.an_employee(school, role=Role.ADMINISTRATOR, login="anna").person
    page = reverse("school:overview", args=[school.pk])

    log_in(client, "anna")
    without = client.get(page)
    client.logout()
    secret = with_totp(anna)
    log_in(client, "anna")
    client.post(reverse("mfa_authenticate"), {"code": totp_now(secret)})
    with_it = client.get(page)

    assert without.status_code == 302
    assert without.url == reverse("mfa_index")
    assert with_it.status_code == 200


def test_a_second_factor_is_changed_only_after_the_password_was_given_again(client):
    b.a_person(login="anna")
    log_in(client, "anna")

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.url.startswith(reverse("account_reauthenticate"))


@pytest.mark.django_db(transaction=True)
def test_setting_up_a_second_factor_opens_the_pages_at_once(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    school = b.a_school()
    b.an_employee(school, role=Role.ADMINISTRATOR, login="anna")
    log_in(client, "anna")
    prove_again(client)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]

    client.post(reverse("mfa_activate_totp"), {"code": totp_now(secret)})

    assert client.get(reverse("school:overview", args=[school.pk])).status_code == 200


def test_switching_the_last_factor_off_closes_them_again(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    school = b.a_school()
    anna = b.an_employee(school, role=Role.ADMINISTRATOR, login="anna").person
    secret = with_totp(anna)
    log_in(client, "anna")
    client.post(reverse("mfa_authenticate"), {"code": totp_now(secret)})

    prove_again(client)
    client.post(reverse("mfa_deactivate_totp"))

    assert client.get(reverse("school:overview", args=[school.pk])).status_code == 302


def test_families_need_no_second_factor(client, settings):
    settings.STAFF_SECOND_FACTOR = True
    child = b.a_student(b.a_class(b.a_school()))
    b.a_guardian(child)

    answer = b.logged_in(child.person).get(reverse("school:home"), follow=True)

    assert all(reverse("mfa_index") not in url for url, _ in answer.redirect_chain)


def test_other_sessions_are_ended_from_the_list():
    b.a_person(login="anna")
    phone, computer = Client(), Client()
    log_in(phone, "anna")
    log_in(computer, "anna")

    computer.post(reverse("usersessions_list"))

    assert phone.get(reverse("usersessions_list")).status_code == 302
    assert computer.get(reverse("usersessions_list")).status_code == 200


def test_the_key_of_the_app_is_kept_encrypted():
    anna = b.a_person()

    secret = with_totp(anna)

    kept = Authenticator.objects.get(user=anna)
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(totp_now(secret))


def test_passkey_settings_name_the_school_journal():
    assert get_adapter().get_totp_issuer() == settings.MFA_TOTP_ISSUER


PAGES = [
    "account_change_password",
    "account_email",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "usersessions_list",
]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_the_account_open_in_our_frame(client, name):
    b.a_person(login="anna")
    log_in(client, "anna")
    prove_again(client)

    answer = client.get(reverse(name))

    assert answer.status_code == 200
    assert 'class="sheet' in answer.content.decode()
