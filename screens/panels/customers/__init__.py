"""Panels of what customers live through, say, and wish."""
