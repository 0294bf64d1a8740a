"""How static files are named and packed for production."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Under names with a hash, also where one of our modules names another: without that a module
    that a page names itself and another module imports would run twice, and a browser might join
    files of two versions."""

    support_js_module_import_aggregation = True
