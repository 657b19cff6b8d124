"""Sheets of life after the sale: care, service, and the experience that is wished."""
