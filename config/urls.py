"""Every address of the house. A page of a school carries the school's number, so two tabs on two
schools never mix; rights are asked in each view's door."""

from django.urls import include, path

urlpatterns = [
    path("", include("core.urls")),
    path("", include("school.urls_accounts")),
    path("", include("diary.urls_family")),
    path("", include("school.urls")),
    path("s/<int:school_id>/", include("consent.urls")),
    path("s/<int:school_id>/", include("schedule.urls")),
    path("s/<int:school_id>/", include("journal.urls")),
    path("s/<int:school_id>/", include("diary.urls")),
    path("s/<int:school_id>/", include("archive.urls")),
    path("", include("control.urls")),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
