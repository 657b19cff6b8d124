"""Rules of minds: beliefs, learning, influence, memory, impressions, ideas, champions."""
