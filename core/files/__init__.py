"""Files that people bring: what may come in, where it is kept, how it goes out again.

Nothing that came in is ever executed or served under a type of the browser's own guessing, and
nothing lies at an address of its own: each room opens its files through its own door."""

from core.files.brought import Brought, brought
from core.files.keeping import forget_orphans, keep_file, serve_file
from core.files.kinds import accepted_endings

__all__ = ["Brought", "accepted_endings", "brought", "forget_orphans", "keep_file", "serve_file"]
