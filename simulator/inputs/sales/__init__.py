"""Sheets of selling: people, process, tools, offers, terms, and how it is governed."""
