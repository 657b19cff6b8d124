"""Life after the sale: surveys, drivers of loyalty, word of mouth."""
