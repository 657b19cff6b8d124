"""Journeys, plans and the content they need."""
