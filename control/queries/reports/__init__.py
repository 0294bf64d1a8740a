"""What the reports read, set by set: a fixed number of statements whatever the size."""
