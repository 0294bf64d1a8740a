"""Addresses of the curriculum plans."""

from django.urls import path

from journal.views import plan_editing, plans

_PLAN = "journals/<int:course_id>/plan/"
_VERSION = f"{_PLAN}<int:plan_id>/"

urlpatterns = [
    path("plans/", plans.plans, name="plans"),
    path(_PLAN, plans.plan, name="plan"),
    path(f"{_PLAN}import/", plan_editing.plan_import, name="plan_import"),
    path(f"{_PLAN}copy/", plan_editing.plan_copy, name="plan_copy"),
    path(f"{_PLAN}new/", plan_editing.plan_new, name="plan_new"),
    path(f"{_PLAN}replan/", plan_editing.plan_replan, name="plan_replan"),
    path(f"{_VERSION}step/", plans.plan_step, name="plan_step"),
    path(f"{_VERSION}decide/", plans.plan_decide, name="plan_decide"),
    path(f"{_VERSION}change/", plan_editing.plan_change, name="plan_change"),
    path(f"{_VERSION}lines/new/", plan_editing.plan_line_new, name="plan_line_new"),
    path(f"{_VERSION}lines/<int:topic_id>/", plan_editing.plan_line, name="plan_line"),
]
