"""Organisations held against each other under the same luck."""
