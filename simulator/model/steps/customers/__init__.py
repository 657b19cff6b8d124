"""Steps of life after the sale: use, care, service."""
