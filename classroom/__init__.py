"""Teaching with the simulator: lessons that are predicted first, and what a room needs to run them."""
