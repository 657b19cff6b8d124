"""Outcomes of what happens in minds."""
