"""Steps of minds: memory, impressions, ideas, champions, who ranks whom."""
