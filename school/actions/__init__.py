"""What people do in the registers: one function is one act."""
