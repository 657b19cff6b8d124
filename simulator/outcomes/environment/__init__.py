"""Outcomes of who else is there."""
