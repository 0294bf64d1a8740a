from django.urls import URLPattern, path

from school.views import imports

app_name = "school"
urlpatterns: list[URLPattern] = []

# ---- import of registers ---------------------------------------------------------------------
urlpatterns += [
    path("import/", imports.import_start, name="import_start"),
    path("import/<int:job_id>/", imports.import_job, name="import_job"),
    path("import/<int:job_id>/status/", imports.import_status, name="import_status"),
    path("import/<int:job_id>/confirm/", imports.import_confirm, name="import_confirm"),
    path("import/<int:job_id>/give-up/", imports.import_give_up, name="import_give_up"),
    path("import/template/<slug:key>.xlsx", imports.import_template, name="import_template"),
]
