from django.urls import path

from archive import views

app_name = "archive"
urlpatterns = [path("archive/backups/", views.backups, name="backups")]
