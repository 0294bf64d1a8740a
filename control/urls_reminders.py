"""Addresses of reminders."""

from django.urls import path

from control.views import reminders

REMINDERS = [
    path("s/<int:school_id>/control/reminders/", reminders.reminders, name="reminders"),
    path("s/<int:school_id>/reminders/", reminders.my_reminders, name="my_reminders"),
    path("s/<int:school_id>/reminders/<int:message_id>/", reminders.reminder, name="reminder"),
]
