"""Reads of the journal's pages: one module a page."""
