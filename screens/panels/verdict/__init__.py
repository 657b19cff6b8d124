"""What the first screen says, how we know, and why."""
