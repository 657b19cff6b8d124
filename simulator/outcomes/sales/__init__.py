"""Outcomes of how there is sold."""
