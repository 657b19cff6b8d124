"""What a run comes to: tallies, definitions, costs."""
