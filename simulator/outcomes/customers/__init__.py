"""Outcomes of life after the sale."""
