"""Panels of where money goes and what it does."""
