"""Sheets of who else is there: firms, peers, partners, rivals, channels, regulation, shocks."""
