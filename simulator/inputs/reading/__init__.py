"""Scenarios from files, links, uploads, and the pieces of a plan."""
