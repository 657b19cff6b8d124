"""Sheets of who buys: groups, personas, jobs, demand, and what they have in mind."""
