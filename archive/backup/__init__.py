"""Backup and restore of the whole installation: database and files, encrypted (A4 1.1)."""
