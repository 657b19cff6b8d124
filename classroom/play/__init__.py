"""The game: lessons, the room, its state and store, plans, scores."""
