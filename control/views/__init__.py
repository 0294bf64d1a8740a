"""Pages of control, a module for each kind of page."""
