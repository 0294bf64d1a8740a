"""Addresses of the fixed figures: the school's pages, and those of the municipality."""

from django.urls import path

from control.views import figures, hand_in, monitoring, orders, periods

FIGURES = [
    path("s/<int:school_id>/control/figures/", figures.figures, name="figures"),
    path("s/<int:school_id>/control/figures/file/", figures.figures_file, name="figures_file"),
    path("s/<int:school_id>/control/periods/", periods.periods, name="periods"),
    path("s/<int:school_id>/control/periods/<int:term_id>/", periods.period, name="period"),
    path(
        "s/<int:school_id>/control/periods/<int:term_id>/print/",
        periods.period_print,
        name="period_print",
    ),
]
MUNICIPALITY = [
    path("m/<int:municipality_id>/", monitoring.monitoring, name="monitoring"),
    path("m/<int:municipality_id>/export.xlsx", monitoring.sheet, name="monitoring_sheet"),
    path("m/<int:municipality_id>/export.pdf", monitoring.paper, name="monitoring_paper"),
    path(
        "m/<int:municipality_id>/schools/<int:school_id>/",
        monitoring.school,
        name="monitoring_school",
    ),
    path("m/<int:municipality_id>/orders/", orders.orders, name="orders"),
    path("m/<int:municipality_id>/figures/", hand_in.hand_in, name="hand_in"),
    path("m/<int:municipality_id>/installations/", orders.installations, name="installations"),
    path(
        "m/<int:municipality_id>/installations/new/",
        orders.installation_add,
        name="installation_add",
    ),
    path(
        "m/<int:municipality_id>/installations/<int:pk>/end/",
        orders.installation_end,
        name="installation_end",
    ),
]
