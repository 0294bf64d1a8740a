"""Addresses of control; each kind of page has a block of its own."""

from django.urls import path

from control.views import monitoring, today

app_name = "control"
DAY = [
    path("s/<int:school_id>/control/", today.today, name="today"),
]
MUNICIPALITY = [
    path("m/<int:municipality_id>/", monitoring.monitoring, name="monitoring"),
]
urlpatterns = [*DAY, *MUNICIPALITY]
