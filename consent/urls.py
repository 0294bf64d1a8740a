from django.urls import path

from consent import views

_GUARDIAN = "consent/guardianship/<int:guardianship_id>"

app_name = "consent"
urlpatterns = [
    path("consent/", views.home, name="home"),
    path("consent/class/<int:class_id>/", views.papers_of_class, name="class"),
    path("consent/class/<int:class_id>/register/", views.register, name="register"),
    path("consent/class/<int:class_id>/forms.pdf", views.class_forms, name="class_forms"),
    path("consent/applications/", views.applications, name="applications"),
    path("consent/applications.pdf", views.applications_pdf, name="applications_pdf"),
    path("consent/student/<int:student_id>/openings/", views.openings, name="openings"),
    path(f"{_GUARDIAN}/", views.card, name="card"),
    path(f"{_GUARDIAN}/forms.pdf", views.guardian_forms, name="guardian_forms"),
    path(f"{_GUARDIAN}/blank.pdf", views.blank_forms, name="blank_forms"),
    path(f"{_GUARDIAN}/informing/", views.declare_informing, name="informing"),
    path(f"{_GUARDIAN}/contacts/", views.add_contact, name="add_contact"),
    path(
        f"{_GUARDIAN}/contacts/<int:contact_id>/confirm/",
        views.change_contact,
        {"act": "confirm"},
        name="confirm_contact",
    ),
    path(
        f"{_GUARDIAN}/contacts/<int:contact_id>/end/",
        views.change_contact,
        {"act": "end"},
        name="end_contact",
    ),
    path(
        f"{_GUARDIAN}/application/<int:paper_id>/withdraw/",
        views.withdraw,
        {"paper": "application"},
        name="withdraw_application",
    ),
    path(
        f"{_GUARDIAN}/consent/<int:paper_id>/withdraw/",
        views.withdraw,
        {"paper": "consent"},
        name="withdraw_consent",
    ),
]
