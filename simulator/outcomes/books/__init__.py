"""What a journal is folded into: tallies, journeys, sums, costs, periods."""
