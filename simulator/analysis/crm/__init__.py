"""Tables as the seller's systems hold them, and the answer key."""
