from django.urls import path

from archive import views

app_name = "archive"
urlpatterns = [
    path("archive/backups/", views.backups, name="backups"),
    path("archive/exports/", views.exports, name="exports"),
    path("archive/exports/status/", views.exports_status, name="exports_status"),
    path("archive/exports/<int:job_id>/", views.export_file, name="export_file"),
]
