from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import JavaScriptCatalog, set_language

from core import views

urlpatterns = [
    path("healthz", views.health, name="health"),
    path("language/", login_not_required(set_language), name="set_language"),
    path(
        "js-catalog/",
        login_not_required(JavaScriptCatalog.as_view()),
        name="js_catalog",
    ),
]
