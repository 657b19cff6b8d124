"""Answers instead of tables: what drives an outcome, where who wins, how far until it flips, what to choose."""
