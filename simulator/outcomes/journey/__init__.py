"""Outcomes of what a purchase meets on its way."""
