"""Where the served app starts."""
