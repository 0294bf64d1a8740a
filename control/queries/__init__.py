"""Reads of the pages of control."""
