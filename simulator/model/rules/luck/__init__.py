"""Keyed draws, normal numbers, and which of two events of one moment comes first."""
