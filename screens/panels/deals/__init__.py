"""Panels of single deals and of the people in them."""
