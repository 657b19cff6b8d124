"""Sheets of marketing: campaigns, material, outbound, cold contacts, published scores."""
