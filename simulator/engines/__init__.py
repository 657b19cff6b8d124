"""Two engines, one rulebook, one journal: they order events and wait; what happens is decided by the steps they call."""
