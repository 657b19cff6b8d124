"""Plans over time: what changes when, step by step."""
