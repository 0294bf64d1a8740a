"""Who reaches the papers: the homeroom teacher for the own class, the leaders, nobody else."""

from __future__ import annotations

from tests.village import Village

# Families and teachers of other classes exist in the school, so they are told no, not "not found";
# families are strangers to papers of others.
_SEES = {
    "everyone": 404,
    "homeroom": 200,
    "leaders": 200,
    "teachers": 403,
    "logged_out": 302,
}
_REGISTERS = _SEES | {"deputy": 403, "director": 403}
_POST_ONLY = {"everyone": 405, "logged_out": 302}


def _paper(name: str):
    def args(village: Village) -> dict[str, int]:
        return {"paper_id": getattr(village.guardianship, name).get().pk}

    return args


def _contact(village: Village) -> dict[str, int]:
    from consent.models import Contact, ContactKind

    contact, _made = Contact.objects.get_or_create(
        school=village.school,
        person=village.guardianship.guardian,
        kind=ContactKind.EMAIL,
        value="maria@example.org",
        defaults={
            "basis": "17",
            "entered_at": village.lesson.starts_at,
            "entered_by": village.people["administrator"],
        },
    )
    return {"contact_id": contact.pk}


ROWS = {
    "consent:home": {
        "everyone": 403,
        "homeroom": 302,
        "leaders": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "consent:class": _SEES,
    "consent:register": _POST_ONLY,
    "POST consent:register": _REGISTERS | {"homeroom": 302, "administrator": 302},
    "consent:class_forms": _REGISTERS,
    "consent:card": _SEES,
    "consent:guardian_forms": _REGISTERS,
    "consent:blank_forms": {"everyone": 404, "guardian": 200, "logged_out": 302},
    "consent:informing": _POST_ONLY,
    "POST consent:informing": _REGISTERS | {"homeroom": 422, "administrator": 422},
    "consent:add_contact": _POST_ONLY,
    "POST consent:add_contact": _REGISTERS | {"homeroom": 422, "administrator": 422},
    "consent:confirm_contact": _POST_ONLY,
    "POST consent:confirm_contact": _REGISTERS | {"homeroom": 302, "administrator": 302},
    "consent:end_contact": _POST_ONLY,
    "POST consent:end_contact": _REGISTERS | {"homeroom": 302, "administrator": 302},
    "consent:withdraw_application": _POST_ONLY,
    "POST consent:withdraw_application": _REGISTERS | {"homeroom": 422, "administrator": 422},
    "consent:withdraw_consent": _POST_ONLY,
    "POST consent:withdraw_consent": _REGISTERS | {"homeroom": 422, "administrator": 422},
    "consent:applications": {
        "everyone": 403,
        "director": 200,
        "administrator": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "consent:applications_pdf": {
        "everyone": 403,
        "director": 200,
        "administrator": 200,
        "strangers": 404,
        "logged_out": 302,
    },
    "consent:openings": {
        "everyone": 404,
        "teachers": 403,
        "deputy": 403,
        "director": 403,
        "homeroom": 200,
        "administrator": 200,
        "logged_out": 302,
    },
}
ARGS = {
    "consent:withdraw_application": _paper("applications"),
    "consent:withdraw_consent": _paper("consents"),
    "consent:confirm_contact": _contact,
    "consent:end_contact": _contact,
}
