"""Sheets of what a purchase meets on its way: assistants that answer, and blockers."""
