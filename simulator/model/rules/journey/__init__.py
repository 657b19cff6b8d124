"""Rules of the way to a purchase: what to do next, where, and what is decided."""
