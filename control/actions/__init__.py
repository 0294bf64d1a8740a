"""What leaders of a school and the clock do in control."""
