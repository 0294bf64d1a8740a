"""Doors and pages of the journal."""
