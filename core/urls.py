from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import JavaScriptCatalog

from core import offline, views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("empty/", views.empty, name="empty"),
    path("who/", views.who, name="who"),
    path("sw.js", offline.worker, name="worker"),
    path("journal.webmanifest", offline.manifest, name="manifest"),
    path("offline/", offline.page, name="offline"),
    path("look/", views.look, name="look"),
    path("gallery/", views.gallery, name="gallery"),
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.read_notices, name="read_notices"),
    path("notices/<int:message_id>/open/", views.open_notice, name="open_notice"),
    path(
        "js-catalog/",
        login_not_required(JavaScriptCatalog.as_view()),
        name="js_catalog",
    ),
]
