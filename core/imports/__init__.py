"""Registers as a school already has them: reading tables, naming every error by its place.

This room knows no school. It reads XLSX and CSV, finds out what each sheet holds by its headings,
turns cells into values, and keeps a plan of what would be written. What a register means, the
rooms above say: they fill `core.imports.sheets.sheets` in their `apps.py`."""
