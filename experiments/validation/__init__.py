"""The model held against published numbers: what is in band, what is not, and why."""
