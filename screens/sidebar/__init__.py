"""What the visitor sets: organisations, market, levers."""
