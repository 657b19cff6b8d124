"""Panels of plans over time and of planned journeys."""
