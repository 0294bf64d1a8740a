"""Addresses of control; each kind of page has a block of its own."""

from django.urls import path

from control.views import background, monitoring, today

app_name = "control"
DAY = [
    path("s/<int:school_id>/control/", today.today, name="today"),
]
MUNICIPALITY = [
    path("m/<int:municipality_id>/", monitoring.monitoring, name="monitoring"),
]
BACKGROUND = [
    path("s/<int:school_id>/control/background/", background.background, name="background"),
    path(
        "s/<int:school_id>/control/background/now/",
        background.background_now,
        name="background_now",
    ),
    path("s/<int:school_id>/control/background/run/", background.run_work, name="run_work"),
]
urlpatterns = [*BACKGROUND, *DAY, *MUNICIPALITY]
