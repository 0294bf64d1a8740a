"""Forms of control: shape only."""
