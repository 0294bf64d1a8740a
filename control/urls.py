from django.urls import path

from control import views

app_name = "control"
urlpatterns = [
    path("s/<int:school_id>/control/", views.today, name="today"),
    path("m/<int:municipality_id>/", views.monitoring, name="monitoring"),
]
