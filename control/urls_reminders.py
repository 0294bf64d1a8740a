"""Addresses of reminders."""

from django.urls import path

from control.views import reminders

_HERE = "s/<int:school_id>/control/reminders"
REMINDERS = [
    path(f"{_HERE}/", reminders.reminders, name="reminders"),
    path(f"{_HERE}/mine/", reminders.my_reminders, name="my_reminders"),
    path(f"{_HERE}/mine/<int:message_id>/", reminders.reminder, name="reminder"),
]
