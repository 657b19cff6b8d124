"""Outcomes of marketing."""
